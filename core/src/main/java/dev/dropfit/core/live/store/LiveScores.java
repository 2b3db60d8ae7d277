package dev.dropfit.core.live.store;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scores of predictions in the live bucket, {@code {model}/{version}/scores/{hour}/{instance}.csv}: a line for each prediction, with its id
 * and its scores. No row, no value. Thread-safe, and safe between processes.
 */
public final class LiveScores {
    private static final Pattern OBJECT = Pattern.compile("[^/]+/([^/]+)/scores/([^/]+)/[^/]+\\.csv");
    private static final int MAX_OUTPUTS = 1000;

    private final Bucket bucket;

    /** The caller closes the bucket. */
    public LiveScores(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Receives the predictions. */
    @FunctionalInterface
    public interface Sink {
        /**
         * A prediction. One that was made several times comes several times.
         *
         * @param id as in {@link PredictionId}
         * @param scores one per class, or one
         */
        void accept(Version version, Hour hour, long id, double[] scores);
    }

    /**
     * Replaces an object that only this caller writes.
     *
     * @param instance the last part of its name
     * @param lines as {@link #line} writes them
     * @param known the generation that its last write returned, {@link Bucket#ABSENT} for the first write
     * @return the new generation
     */
    public long write(ModelName model, Version version, Hour hour, String instance, String lines, long known)
            throws IOException {
        String name = model + "/" + version + "/scores/" + hour + "/" + instance + ".csv";
        byte[] content = lines.getBytes(StandardCharsets.UTF_8);
        try {
            return bucket.write(name, content, known).generation();
        } catch (PreconditionFailedException e) {
            // An earlier write has succeeded, but its response was lost, or the object is deleted.
            long present = bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            return bucket.write(name, content, present).generation();
        }
    }

    /** Appends the line of a prediction. */
    public static void line(StringBuilder to, long id, double[] scores) {
        to.append(PredictionId.text(id));
        for (double score : scores) {
            to.append(',').append(score);
        }
        to.append('\n');
    }

    /** Reads all scores of a model. Lines and objects that are damaged are left out. */
    public void read(ModelName model, Sink sink) throws IOException {
        for (String name : bucket.names(model + "/")) {
            Matcher matcher = OBJECT.matcher(name);
            Optional<Version> version = matcher.matches() ? Version.parse(matcher.group(1)) : Optional.empty();
            Optional<Hour> hour = version.isPresent() ? Hour.parse(matcher.group(2)) : Optional.empty();
            Optional<StoredObject> stored = hour.isPresent() ? bucket.read(name) : Optional.empty();
            if (stored.isPresent()) {
                read(stored.get(), version.orElseThrow(), hour.orElseThrow(), sink);
            }
        }
    }

    private static void read(StoredObject stored, Version version, Hour hour, Sink sink) throws IOException {
        try (stored;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stored.content(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                OptionalLong id = line.length() > PredictionId.LENGTH
                        ? PredictionId.parse(line.substring(0, PredictionId.LENGTH))
                        : OptionalLong.empty();
                if (id.isPresent()) {
                    double[] scores = scores(line.substring(PredictionId.LENGTH + 1));
                    if (scores.length > 0) {
                        sink.accept(version, hour, id.getAsLong(), scores);
                    }
                }
            }
        }
    }

    /** The scores of a line; none if it is damaged. */
    private static double[] scores(String cells) {
        try {
            return Arrays.stream(cells.split(",", MAX_OUTPUTS))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            return new double[0];
        }
    }
}
