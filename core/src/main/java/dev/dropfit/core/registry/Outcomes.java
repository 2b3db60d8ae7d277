package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.MetricValues;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * How well a model has predicted rows whose labels came true, {@code {model}/outcomes.json}. It follows from the files of labels alone (and from
 * stored scores), whatever the order in which they arrive.
 *
 * @param computed when
 * @param files those that were read, oldest first
 * @param contradictory the number of predictions that have two labels in the same file; they do not count
 * @param unmatched the number of labels without a known prediction
 * @param versions the versions that have labels, oldest first
 */
public record Outcomes(
        Instant computed, List<LabelsRead> files, long contradictory, long unmatched, List<OfVersion> versions) {
    /** What to tell where no version has labels. */
    public static final String NONE_JOINED =
            "No label could be joined to a prediction. The predictor stores what labels are joined to only with"
                    + " DROPFIT_LIVE_SCORES=true.";

    private static final String DAY = "day";

    /**
     * A file of labels.
     *
     * @param rows the number of its rows
     * @param unusable how many of them can't be used
     * @param problems why; those of the first such rows
     */
    public record LabelsRead(String object, long generation, long rows, long unusable, List<String> problems) {
        public LabelsRead {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A version on its labelled rows.
     *
     * @param metric what it is judged by: the metric of the gate
     * @param rows the number of labelled rows
     * @param metrics of these rows
     * @param promised the metrics on the holdout
     * @param holdoutRows the number of rows of the holdout
     * @param below whether the metric is worse than promised, beyond chance
     * @param days the days on which rows were predicted, oldest first; without rows whose day is not known
     */
    public record OfVersion(
            Version version,
            Metric metric,
            long rows,
            MetricValues metrics,
            MetricValues promised,
            long holdoutRows,
            boolean below,
            List<Day> days) {
        public OfVersion {
            days = List.copyOf(days);
        }

        /** The live metric and the promised one, for people. */
        public String sentence() {
            return metric.text() + " " + metrics.text(metric) + ", promised " + promised.text(metric);
        }
    }

    /**
     * A day, in UTC.
     *
     * @param metrics the metric that the version is judged by, of the rows of this day
     */
    public record Day(LocalDate day, long rows, MetricValues metrics) {}

    public Outcomes {
        files = List.copyOf(files);
        versions = List.copyOf(versions);
    }

    /** The figures of a version; empty if it has no labels. */
    public Optional<OfVersion> of(Version version) {
        return versions.stream().filter(of -> of.version().equals(version)).findFirst();
    }

    /** Whether another computation has the same result. */
    public boolean same(Outcomes other) {
        return new Outcomes(computed, other.files, other.contradictory, other.unmatched, other.versions)
                .toJson()
                .equals(toJson());
    }

    /** Reads the object; empty if it is damaged. */
    static Optional<Outcomes> read(JsonFields json) {
        try {
            return Optional.of(new Outcomes(
                    Instant.parse(json.text("computed")),
                    json.objects("files").stream()
                            .map(file -> new LabelsRead(
                                    file.text("object"),
                                    file.whole("generation").orElseThrow(),
                                    file.whole("rows").orElse(0),
                                    file.whole("unusable").orElse(0),
                                    file.texts("problems")))
                            .toList(),
                    json.whole("contradictory").orElse(0),
                    json.whole("unmatched").orElse(0),
                    json.objects("versions").stream().map(Outcomes::version).toList()));
        } catch (DateTimeException | NoSuchElementException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static OfVersion version(JsonFields json) {
        JsonFields promised = json.object("promised");
        return new OfVersion(
                new Version(json.text("version")),
                Metric.parse(json.text("metric")).orElseThrow(),
                json.whole("rows").orElse(0),
                EvaluationJson.metrics(json),
                EvaluationJson.metrics(promised),
                promised.whole("rows").orElse(0),
                json.text("below").equals("true"),
                json.objects("days").stream()
                        .map(day -> new Day(
                                LocalDate.parse(day.text(DAY)),
                                day.whole("rows").orElse(0),
                                EvaluationJson.metrics(day)))
                        .toList());
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("computed", computed.toString());
        json.add("files", JsonFields.array(files.stream().map(Outcomes::json).toList()));
        json.addProperty("contradictory", contradictory);
        json.addProperty("unmatched", unmatched);
        json.add(
                "versions",
                JsonFields.array(versions.stream().map(Outcomes::json).toList()));
        return json;
    }

    private static JsonObject json(LabelsRead file) {
        JsonObject json = new JsonObject();
        json.addProperty("object", file.object());
        json.addProperty("generation", Long.toString(file.generation()));
        json.addProperty("rows", file.rows());
        json.addProperty("unusable", file.unusable());
        json.add("problems", JsonFields.strings(file.problems()));
        return json;
    }

    private static JsonObject json(OfVersion of) {
        JsonObject json = new JsonObject();
        json.addProperty("version", of.version().value());
        json.addProperty("metric", of.metric().text());
        json.addProperty("rows", of.rows());
        json.addProperty("below", of.below());
        EvaluationJson.addMetrics(json, of.metrics());
        JsonObject promised = new JsonObject();
        promised.addProperty("rows", of.holdoutRows());
        EvaluationJson.addMetrics(promised, of.promised());
        json.add("promised", promised);
        json.add("days", JsonFields.array(of.days().stream().map(Outcomes::json).toList()));
        return json;
    }

    private static JsonObject json(Day day) {
        JsonObject json = new JsonObject();
        json.addProperty(DAY, day.day().toString());
        json.addProperty("rows", day.rows());
        EvaluationJson.addMetrics(json, day.metrics());
        return json;
    }
}
