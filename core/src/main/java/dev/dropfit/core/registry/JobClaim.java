package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The note that a run is handed over to a job: {@code {model}/attempts/{version}.job.json}. It is claimed before the job is started and
 * names the execution afterwards, so that events that arrive twice, or at once, start one execution.
 *
 * <p>Every change is a compare-and-swap. Thread-safe, and safe between processes.
 */
public final class JobClaim {
    private static final String EXECUTION = "execution";

    private final Registry registry;
    private final Bucket bucket;
    private final String name;

    JobClaim(Registry registry, Bucket bucket, String name) {
        this.registry = registry;
        this.bucket = bucket;
        this.name = name;
    }

    /**
     * The note.
     *
     * @param execution of the job; empty while it is being started
     * @param changed when the note was written, by the clock of the storage
     * @param generation of the object
     */
    public record Note(Optional<String> execution, Instant changed, long generation) {}

    /** The note; empty if the run is not handed over. */
    public Optional<Note> find() throws IOException {
        Optional<StoredObject> stored = bucket.read(name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Instant changed = stored.get().info().created();
        long generation = stored.get().info().generation();
        String execution = new JsonFields(registry.parsed(stored.get())).text(EXECUTION);
        return Optional.of(
                new Note(execution.isEmpty() ? Optional.empty() : Optional.of(execution), changed, generation));
    }

    /**
     * Claims the hand-over: the caller starts the job.
     *
     * @param before what {@link #find} found
     * @throws PreconditionFailedException when another was faster
     */
    public Note claim(Optional<Note> before) throws IOException {
        return write(Optional.empty(), before.map(Note::generation).orElse(Bucket.ABSENT));
    }

    /** Names the execution that was started. */
    public Note started(Note claim, String execution) throws IOException {
        return write(Optional.of(execution), claim.generation());
    }

    /** Gives a claim back: the job was not started. */
    public void release(Note claim) throws IOException {
        bucket.delete(name, claim.generation());
    }

    private Note write(Optional<String> execution, long expected) throws IOException {
        JsonObject json = new JsonObject();
        execution.ifPresent(started -> json.addProperty(EXECUTION, started));
        ObjectInfo written = bucket.write(name, IndentedJson.bytes(json), expected);
        return new Note(execution, written.created(), written.generation());
    }
}
