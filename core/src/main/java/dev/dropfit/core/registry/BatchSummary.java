package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a file of rows was scored, {@code {model}/predictions/{name}.json}.
 *
 * @param object the file, in the data bucket
 * @param generation of the file
 * @param version that scored it; empty if no version could
 * @param rows the number of rows in the file
 * @param errors the number of rows that could not be scored
 * @param warnings how often a value is not like those of training, by kind
 * @param notes how the file was read, where it is not plain CSV
 * @param reasons why the file could not be scored; empty if it was
 * @param started when its first start began
 * @param finished when its predictions were complete
 */
public record BatchSummary(
        String object,
        long generation,
        String version,
        long rows,
        long errors,
        SortedMap<String, Long> warnings,
        List<String> notes,
        List<String> reasons,
        Instant started,
        Instant finished) {
    private static final String SCORED = "scored";
    private static final String FAILED = "failed";

    /** Copies the collections. */
    public BatchSummary {
        warnings = new TreeMap<>(warnings);
        notes = List.copyOf(notes);
        reasons = List.copyOf(reasons);
    }

    /** The summary of a file that can't be scored. */
    public static BatchSummary failed(
            String object, long generation, String version, List<String> reasons, Instant started, Instant finished) {
        return new BatchSummary(
                object, generation, version, 0, 0, new TreeMap<>(), List.of(), reasons, started, finished);
    }

    /** Whether there are predictions. */
    public boolean scored() {
        return reasons.isEmpty();
    }

    /** Reads a summary; empty if it is damaged. */
    static Optional<BatchSummary> read(JsonFields json) {
        SortedMap<String, Long> warnings = new TreeMap<>();
        JsonFields counts = json.object("warnings");
        counts.keys().forEach(kind -> warnings.put(kind, counts.whole(kind).orElse(0)));
        try {
            return Optional.of(new BatchSummary(
                    json.text("object"),
                    json.whole("generation").orElseThrow(),
                    json.text("version"),
                    json.whole("rows").orElse(0),
                    json.whole("errors").orElse(0),
                    warnings,
                    json.texts("notes"),
                    json.text("status").equals(SCORED) ? List.of() : json.texts("reasons"),
                    Instant.parse(json.text("started")),
                    Instant.parse(json.text("finished"))));
        } catch (DateTimeParseException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("status", scored() ? SCORED : FAILED);
        json.addProperty("object", object);
        json.addProperty("generation", Long.toString(generation));
        JsonFields.addText(json, "version", version);
        if (scored()) {
            json.addProperty("rows", rows);
            json.addProperty("predicted", rows - errors);
            json.addProperty("errors", errors);
            JsonObject counts = new JsonObject();
            warnings.forEach(counts::addProperty);
            json.add("warnings", counts);
            json.add("notes", JsonFields.strings(notes));
        } else {
            json.add("reasons", JsonFields.strings(reasons));
        }
        json.addProperty("started", started.toString());
        json.addProperty("finished", finished.toString());
        return json;
    }
}
