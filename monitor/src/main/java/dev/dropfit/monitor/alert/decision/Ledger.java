package dev.dropfit.monitor.alert.decision;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides once for each run whether it is told of, however many instances are asked at once.
 *
 * <p>The state and the decision are two objects. The state goes first, with the decision in it, and only if it is still what was looked at;
 * whoever replaces it writes the last decision's own object before. So a run whose decision is neither in the state nor has an object has
 * not been decided, provided that the state was looked at before.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Ledger {
    private final Folder folder;
    private final Clock clock;

    public Ledger(Folder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * The decision about a run.
     *
     * @param reference what its metric fell from, if it fell
     * @throws PreconditionFailedException when another run was decided meanwhile; asking again is due
     */
    public Decision decide(Run run, Rules rules, double reference) throws IOException {
        String name = Folder.decision(run.model(), run.version().value());
        Folder.Found<State> state = folder.read(Folder.state(run.model()), State.class);
        Folder.Found<Decision> made = folder.read(name, Decision.class);
        if (made.value().isPresent()) {
            return made.value().get();
        }
        Optional<Decision> last = state.value().map(State::last);
        if (last.isPresent() && last.get().version().equals(run.version().value())) {
            keep(name, last.get());
            return last.get();
        }
        if (last.isPresent()) {
            keep(Folder.decision(run.model(), last.get().version()), last.get());
        }
        Instant now = clock.instant();
        State next = state.value().orElse(State.NONE).after(run, rules, reference, now);
        folder.write(Folder.state(run.model()), next, state.generation());
        Decision decision = next.decision();
        keep(name, decision);
        return decision;
    }

    private void keep(String name, Decision decision) throws IOException {
        try {
            folder.write(name, decision, Bucket.ABSENT);
        } catch (PreconditionFailedException alreadyThere) {
            // Another instance was first, with the same.
        }
    }
}
