package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests to end runs that are under way: {@code {model}/attempts/{version}.cancel.json}. A run looks for its request whenever it reports that
 * it is alive, wherever it is. A run whose process was ended is cancelled by its next start. Thread-safe, and safe between processes.
 */
public final class Cancellations {
    private final Registry registry;
    private final Bucket bucket;
    private final Clock clock;

    Cancellations(Registry registry, Bucket bucket, Clock clock) {
        this.registry = registry;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Asks the runs of a model that have begun and not ended to end. One that has its verdict already is not stopped.
     *
     * @param who asks; may be empty
     * @return the versions of these runs; empty if no run is under way
     */
    public List<Version> request(ModelName model, String who) throws IOException {
        List<Version> asked = new ArrayList<>();
        for (Version version : registry.attemptedVersions(model)) {
            if (registry.attempts(model, version, clock).open().ids().isEmpty()
                    || registry.readRecord(model, version).isPresent()) {
                continue;
            }
            JsonObject request = new JsonObject();
            request.addProperty("time", clock.instant().toString());
            JsonFields.addText(request, "who", who);
            String name = registry.cancellationName(model, version);
            bucket.write(
                    name,
                    IndentedJson.bytes(request),
                    bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT));
            asked.add(version);
        }
        return asked;
    }

    /** Who has asked a run to end; empty text if that is not known, and empty if nobody has. */
    public Optional<String> find(ModelName model, Version version) throws IOException {
        Optional<StoredObject> stored = bucket.read(registry.cancellationName(model, version));
        return stored.isPresent()
                ? Optional.of(new JsonFields(registry.parsed(stored.get())).text("who"))
                : Optional.empty();
    }
}
