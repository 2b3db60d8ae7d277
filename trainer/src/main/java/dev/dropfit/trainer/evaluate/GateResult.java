package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.Verdict;
import java.util.List;

/**
 * What the gate decided.
 *
 * @param verdict promoted or rejected
 * @param reasons each a sentence with its figures; at least one
 */
public record GateResult(Verdict verdict, List<String> reasons) {
    public GateResult {
        reasons = List.copyOf(reasons);
    }

    public boolean promoted() {
        return verdict == Verdict.PROMOTED;
    }
}
