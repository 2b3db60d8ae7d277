package dev.dropfit.monitor.alert;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes records of runs as the trainer does, one per minute. */
public final class RunHistory {
    public static final ModelName HEART = new ModelName("heart");
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private final Bucket bucket;
    private int runs;

    public RunHistory(Bucket bucket) {
        this.bucket = bucket;
    }

    public Version promoted(double rocAuc) throws IOException {
        return judged("promoted", rocAuc, "");
    }

    public Version promoted(double rocAuc, String more) throws IOException {
        return judged("promoted", rocAuc, more);
    }

    public Version rejected(double rocAuc) throws IOException {
        return judged("rejected", rocAuc, "");
    }

    private Version judged(String verdict, double rocAuc, String more) throws IOException {
        return write("""
                {"verdict": "%s", "reasons": ["roc_auc was measured"], "gate_metric": "roc_auc", "roc_auc": %s,
                 "baseline": {"roc_auc": 0.5} %s}""".formatted(verdict, number(rocAuc), more.isEmpty() ? "" : ", " + more));
    }

    public Version invalid(String reason) throws IOException {
        JsonObject record = new JsonObject();
        record.addProperty("verdict", "invalid");
        JsonArray reasons = new JsonArray();
        reasons.add(reason);
        record.add("reasons", reasons);
        return write(record.toString());
    }

    public Version write(String json) throws IOException {
        Version version = next();
        bucket.write("heart/metrics/" + version + ".json", json.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        return version;
    }

    /** The version of the next run. */
    public Version next() {
        runs++;
        return Version.of(START.plus(Duration.ofMinutes(runs)), Integer.toString(runs));
    }

    /** Puts a version into the archive, so that a rollback to it is possible. */
    public void archive(Version version) throws IOException {
        bucket.write("heart/models/" + version + ".zip", new byte[] {1}, Bucket.ABSENT);
    }

    public static String champion(Version version, double rocAuc) {
        return "\"champion\": {\"version\": \"" + version + "\", \"roc_auc\": " + number(rocAuc) + "}";
    }

    public static String alert(String rules) {
        return "\"alert\": " + rules;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
