package dev.dropfit.monitor.alert.decision;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides once per run whether it causes an alert, also when several instances process it at the same time.
 *
 * <p>State and decision are two objects. The state, which contains the newest decision, is written first, and only if it has not changed
 * since it was read. Before an instance replaces the state, it writes the decision in it as an object of its own. Therefore a run is
 * undecided if its decision is neither in the state nor an object, as long as the state is read first.
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
     * @param reference the value that the metric dropped from, if it dropped
     * @throws PreconditionFailedException when another run was decided at the same time; then call this again
     */
    public Decision decide(WatchedRun run, Rules rules, double reference) throws IOException {
        String name = Folder.decision(run.model(), run.version().value());
        Folder.Found<State> state = folder.read(Folder.state(run.model()), State.class);
        Folder.Found<Decision> made = folder.read(name, Decision.class);
        if (made.value().isPresent()) {
            return made.value().get();
        }
        Optional<Decision> last = state.value().map(State::last);
        if (last.isPresent() && last.get().version().equals(run.version().value())) {
            store(name, last.get());
            return last.get();
        }
        if (last.isPresent()) {
            store(Folder.decision(run.model(), last.get().version()), last.get());
        }
        Instant now = clock.instant();
        State next = state.value().orElse(State.NONE).after(run, rules, reference, now);
        folder.write(Folder.state(run.model()), next, state.generation());
        Decision decision = next.decision();
        store(name, decision);
        return decision;
    }

    private void store(String name, Decision decision) throws IOException {
        try {
            folder.write(name, decision, Bucket.ABSENT);
        } catch (PreconditionFailedException alreadyThere) {
            // Another instance stored the same decision first.
        }
    }
}
