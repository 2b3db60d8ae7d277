package dev.dropfit.core.registry.facts;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A model, how it was made and how good it is.
 *
 * @param task empty when no model was trained
 * @param label the column that it predicts
 * @param labelChoice why it is the label; empty when the record does not say
 * @param taskReason why the task is this one, as one phrase about the label; empty when the record does not say
 * @param gateMetric what the gate judges by
 * @param gateThreshold the worst value of it that the gate accepts; empty when the settings name none
 * @param decision how it chooses one of two classes; empty for other tasks, and when the record does not say
 * @param trainRows how many rows it was fitted to
 * @param trainAccuracy its accuracy on those rows, in percent; NaN for regression
 * @param holdout how good it is on the rows held out
 * @param baseline the metrics of the baseline on the same rows; empty when no rows were held out
 * @param candidates the learners that were compared; empty when the settings named one
 * @param intercept of a linear model
 * @param trees how many trees it has; empty for a linear model
 * @param columns all columns of the dataset but the label
 * @param labels what the values of the label look like; without figures in records of earlier releases
 * @param anomalies what is unusual in the dataset
 * @param split which rows were held out; empty when the record does not say, because an earlier release wrote it
 * @param contract what its requests and responses look like beyond columns and label; empty in records of earlier releases
 * @param dependence how the prediction depends on the most influential columns; empty for more than two classes, and in records of earlier releases
 * @param worstRows the rows of the holdout on which it is most wrong, the worst first; empty unless the settings ask for them
 */
public record ModelFacts(
        Optional<Task> task,
        String learner,
        String label,
        Optional<LabelChoice> labelChoice,
        String taskReason,
        Optional<Metric> gateMetric,
        OptionalDouble gateThreshold,
        Optional<ClassDecision> decision,
        long trainRows,
        double trainAccuracy,
        Evaluation holdout,
        Optional<MetricValues> baseline,
        List<CandidateFacts> candidates,
        Optional<Effect> intercept,
        OptionalInt trees,
        List<FeatureFacts> features,
        List<ColumnFacts> columns,
        ColumnProfile labels,
        List<Anomaly> anomalies,
        Optional<SplitFacts> split,
        Optional<ContractFacts> contract,
        List<DependenceFacts> dependence,
        List<WorstRow> worstRows) {
    /** No model was trained. */
    public static final ModelFacts NONE = new ModelFacts(
            Optional.empty(),
            "",
            "",
            Optional.empty(),
            "",
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            0,
            Double.NaN,
            Evaluation.NONE,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            List.of(),
            List.of(),
            ColumnProfile.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    /** What the model predicts and why, as a part of a sentence; empty when the record does not say why. */
    public Optional<String> predicts(String model) {
        return labelChoice.map(choice -> choice.predicts(label, model));
    }

    /** The learner in words: for a blend its members, largest weight first, and the loss in cross-validation if it is known. */
    public String learnerPhrase() {
        List<CandidateFacts> members = candidates.stream()
                .filter(candidate -> candidate.weight() > 0)
                .sorted(Comparator.comparingDouble(candidate -> -candidate.weight()))
                .toList();
        String name = members.size() < 2
                ? members.isEmpty() ? learner : members.get(0).phrase()
                : "blend of " + members.size() + ": "
                        + members.stream()
                                .map(member -> Math.round(100 * member.weight()) + " % " + member.phrase())
                                .collect(Collectors.joining(", "));
        Optional<CandidateFacts> chosen =
                candidates.stream().filter(CandidateFacts::chosen).findFirst();
        String loss = chosen.flatMap(candidate -> candidate
                        .lossText()
                        .map(text -> "; "
                                + candidate
                                        .metric()
                                        .map(metric -> metric == Metric.LOG_LOSS ? "log loss" : metric.label())
                                        .orElse("")
                                + " " + text + " in cross-validation"))
                .orElse("");
        return name + loss;
    }

    /** The name of the note that a model learns the logarithm of its label. */
    public static final String LOGARITHM = "logarithm";

    /** Whether the model learns the logarithm of its label. */
    public boolean learnsLogarithm() {
        return anomalies.stream().anyMatch(anomaly -> anomaly.name().equals(LOGARITHM));
    }

    /** Whether a linear model is a part of a blend. */
    public boolean blendsLinear() {
        return learner.equals(CandidateFacts.BLEND)
                && candidates.stream()
                        .anyMatch(candidate -> candidate.weight() > 0
                                && (candidate.learner().equals("logistic-regression")
                                        || candidate.learner().equals("linear-regression")));
    }

    /**
     * How much each column influences predictions: the size of its largest effect, as a share of the sum over all columns.
     *
     * @return by the name of the column, in the order of the features; empty when the record has no effects
     */
    public Map<String, Double> influences() {
        Map<String, Double> sizes = new LinkedHashMap<>();
        for (FeatureFacts feature : features) {
            double size = feature.effect().size();
            if (Double.isFinite(size)) {
                sizes.merge(feature.column(), size, Math::max);
            }
        }
        double sum = sizes.values().stream().mapToDouble(Double::doubleValue).sum();
        sizes.replaceAll((column, size) -> sum > 0 ? size / sum : 0);
        return sizes;
    }

    /** Why the model may be worse than its metrics say, one text for each reason. */
    public List<String> flattering() {
        return anomalies.stream()
                .filter(Anomaly::flatters)
                .map(Anomaly::message)
                .toList();
    }

    /** These facts with more anomalies, which come first. */
    public ModelFacts noting(List<Anomaly> more) {
        List<Anomaly> all = new ArrayList<>(more);
        all.addAll(anomalies);
        return with(all, dependence, worstRows);
    }

    /** These facts with how the prediction depends on columns. */
    public ModelFacts depending(List<DependenceFacts> onColumns) {
        return with(anomalies, onColumns, worstRows);
    }

    /** These facts with the rows on which the model is most wrong. */
    public ModelFacts keeping(List<WorstRow> rows) {
        return with(anomalies, dependence, rows);
    }

    private ModelFacts with(
            List<Anomaly> newAnomalies, List<DependenceFacts> newDependence, List<WorstRow> newWorstRows) {
        return new ModelFacts(
                task,
                learner,
                label,
                labelChoice,
                taskReason,
                gateMetric,
                gateThreshold,
                decision,
                trainRows,
                trainAccuracy,
                holdout,
                baseline,
                candidates,
                intercept,
                trees,
                features,
                columns,
                labels,
                newAnomalies,
                split,
                contract,
                newDependence,
                newWorstRows);
    }

    public ModelFacts {
        candidates = List.copyOf(candidates);
        features = List.copyOf(features);
        columns = List.copyOf(columns);
        anomalies = List.copyOf(anomalies);
        dependence = List.copyOf(dependence);
        worstRows = List.copyOf(worstRows);
    }
}
