package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.RunPlace;
import java.util.List;
import java.util.Optional;

/**
 * What a run's record, {@code metrics/{version}.json}, says. The {@code metrics.json} in a model file is the same record, written before the
 * model was judged: it has no verdict, no champion, no alert settings and no length of time.
 *
 * <p>Reading accepts the records of every release: a field that is absent or malformed is empty, zero or NaN.
 *
 * @param model {@link ModelFacts#NONE} when no model was trained
 * @param reasons of the verdict, each a sentence with its figures; they may quote the dataset
 * @param champion what was served when the model was judged; empty when nothing was
 * @param alert the rules for alerts in the settings, if there are any
 * @param archiveSha256 digest of the archived model file; empty when there is none
 * @param elapsed how long the run took, in seconds; NaN when it is not known
 * @param place where the run was; empty for a model that was trained from a file, and in records of earlier releases
 */
public record RunRecord(
        RunOrigin origin,
        DatasetFacts dataset,
        ModelFacts model,
        Verdict verdict,
        List<String> reasons,
        Optional<Champion> champion,
        Optional<AlertSettings> alert,
        String archiveSha256,
        double elapsed,
        Optional<RunPlace> place) {
    public RunRecord {
        reasons = List.copyOf(reasons);
    }

    /** The record of a model that has not been judged. */
    public static RunRecord of(RunOrigin origin, DatasetFacts dataset, ModelFacts model) {
        return new RunRecord(
                origin,
                dataset,
                model,
                Verdict.UNKNOWN,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "",
                Double.NaN,
                Optional.empty());
    }

    /** The record of a run whose dataset or settings can't be used. */
    public static RunRecord invalid(RunOrigin origin, List<String> reasons, Optional<AlertSettings> alert) {
        return withoutModel(origin, Verdict.INVALID, reasons, alert);
    }

    /** The record of a run that a person ended. */
    public static RunRecord cancelled(RunOrigin origin, String reason) {
        return withoutModel(origin, Verdict.CANCELLED, List.of(reason), Optional.empty());
    }

    private static RunRecord withoutModel(
            RunOrigin origin, Verdict verdict, List<String> reasons, Optional<AlertSettings> alert) {
        return new RunRecord(
                origin,
                DatasetFacts.NONE,
                ModelFacts.NONE,
                verdict,
                reasons,
                Optional.empty(),
                alert,
                "",
                Double.NaN,
                Optional.empty());
    }

    /**
     * In place of a record that can't be read.
     *
     * @param why for a person
     */
    public static RunRecord unreadable(Version version, String why) {
        return new RunRecord(
                new RunOrigin(version.value(), "", "", Optional.empty(), Optional.empty()),
                DatasetFacts.NONE,
                ModelFacts.NONE,
                Verdict.UNREADABLE,
                List.of(why),
                Optional.empty(),
                Optional.empty(),
                "",
                Double.NaN,
                Optional.empty());
    }

    /** What a model's own record says. */
    public static RunRecord of(Model model) {
        return read(model.metrics());
    }

    public static RunRecord read(JsonObject json) {
        return RunRecordJson.read(new JsonFields(json));
    }

    public JsonObject toJson() {
        return RunRecordJson.write(this);
    }

    /**
     * The record of the same model after it was judged.
     *
     * @param notes what is unusual in the dataset compared with that of the previous model
     * @param archive the model file as it is archived
     */
    public RunRecord judged(
            Verdict newVerdict,
            List<String> newReasons,
            List<Anomaly> notes,
            Optional<Champion> against,
            Optional<AlertSettings> rules,
            byte[] archive) {
        return new RunRecord(
                origin,
                dataset,
                model.noting(notes),
                newVerdict,
                newReasons,
                against,
                rules,
                ArchivedModel.digest(archive),
                elapsed,
                place);
    }

    /** The same record with where the run is. */
    public RunRecord in(RunPlace where) {
        return new RunRecord(
                origin, dataset, model, verdict, reasons, champion, alert, archiveSha256, elapsed, Optional.of(where));
    }

    /** The same record with how long the run took. */
    public RunRecord took(double seconds) {
        return new RunRecord(
                origin,
                dataset,
                model,
                verdict,
                reasons,
                champion,
                alert,
                archiveSha256,
                seconds,
                place.map(where -> where.took(seconds)));
    }

    /** Whether the gate accepted the new model. Nothing else decides this. */
    public boolean promoted() {
        return verdict == Verdict.PROMOTED;
    }

    /** Whether a model was trained. */
    public boolean trained() {
        return model.task().isPresent();
    }

    /** A metric of the new model on the holdout; NaN when it was not measured. */
    public double metric(Metric metric) {
        return model.holdout().metric(metric);
    }

    /** The champion's metrics on the same holdout; none when there was no champion, or when it can't be evaluated there. */
    public MetricValues championMetrics() {
        return champion.map(Champion::metrics).orElse(MetricValues.NONE);
    }

    /** The baseline's metrics on the same holdout. */
    public MetricValues baselineMetrics() {
        return model.baseline().orElse(MetricValues.NONE);
    }
}
