package dev.dropfit.monitor.alert.decision;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The stored state of alerts, in the model bucket under a name that no model can have.
 *
 * <pre>
 * _alerts/{model}/state.json                     the last decision, open problems, cooldowns
 * _alerts/{model}/{version}/decision.json        whether the run causes a message
 * _alerts/{model}/{version}/{destination}.json   whether the destination got it
 * _alerts/{model}/live.json                      what is known of live traffic
 * _alerts/{model}/{hour}/{destination}.json      whether the destination got the message about a change of live traffic
 * </pre>
 */
public final class Folder {
    private static final Logger LOGGER = Logger.getLogger(Folder.class.getName());
    private static final Gson GSON =
            new GsonBuilder().enableComplexMapKeySerialization().create();

    private final Bucket bucket;

    public Folder(Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * An object that was read.
     *
     * @param generation the expected generation for replacing it; {@link Bucket#ABSENT} when there is no object
     * @param value empty when there is no object, or an invalid one
     */
    public record Found<T>(long generation, Optional<T> value) {}

    static String state(ModelName model) {
        return "_alerts/" + model + "/state.json";
    }

    static String decision(ModelName model, String version) {
        return "_alerts/" + model + "/" + version + "/decision.json";
    }

    /**
     * The object that says how the delivery of an alert went.
     *
     * @param occasion what causes the alert: the version of a run, or the time of a check of live traffic
     */
    public static String delivery(ModelName model, String occasion, String destination) {
        return "_alerts/" + model + "/" + occasion + "/" + destination + ".json";
    }

    public <T> Found<T> read(String name, Class<T> type) throws IOException {
        Optional<StoredObject> stored = bucket.read(name);
        if (stored.isEmpty()) {
            return new Found<>(Bucket.ABSENT, Optional.empty());
        }
        try (StoredObject object = stored.get()) {
            String json = new String(object.readAllBytes(), StandardCharsets.UTF_8);
            return new Found<>(object.info().generation(), parse(name, json, type));
        }
    }

    /** An invalid object, such as an edited one, counts as absent: a duplicate message is better than none. */
    private static <T> Optional<T> parse(String name, String json, Class<T> type) {
        try {
            return Optional.ofNullable(GSON.fromJson(json, type));
        } catch (RuntimeException e) {
            // Gson does not wrap the exceptions of constructors.
            LOGGER.log(Level.WARNING, "{0} is not valid and counts as absent", name);
            return Optional.empty();
        }
    }

    public void write(String name, Object value, long expected) throws IOException {
        bucket.write(name, (GSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8), expected);
    }
}
