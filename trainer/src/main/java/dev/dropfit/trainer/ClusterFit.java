package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.cluster.ClusterBoosting;
import dev.dropfit.trainer.cluster.ClusterRows;
import dev.dropfit.trainer.cluster.RowFiles;
import dev.dropfit.trainer.cluster.RowPlan;
import dev.dropfit.trainer.cluster.RowSource;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.blend.Blend;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.learn.linear.TrainingRows;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.table.FileLines;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Fits a linear model or boosted trees on a cluster, to all training rows of a file. What was inferred from the table in this process decides how they are read.
 *
 * @param data the bucket of the dataset
 * @param stored the dataset
 * @param files its files
 */
record ClusterFit(Cluster cluster, Bucket data, CurrentDataset stored, RowFiles files) implements Training.Fit {
    @Override
    public MarginScorer fit(Dataset dataset, FeatureTable rows, Target target, Consumer<Anomaly> notes)
            throws InvalidTableException {
        Table table = dataset.table();
        if (!rows.termColumns().isEmpty()) {
            throw new InvalidTableException("Column '"
                    + rows.features().get(rows.termColumns().get(0).first()).column()
                    + "' has texts, from which no model is learned on Spark; set it to ignore or categorical in columns"
                    + " of dropfit.json");
        }
        BitSet training = trainingLines(dataset);
        RowPlan plan;
        try {
            plan = new RowPlan(
                    RowSource.of(
                            data,
                            stored,
                            files,
                            Dataset.labelRule(dataset.settings(), dataset.previous())
                                    .knownName(),
                            table.lines().all()),
                    pipeline(dataset, rows.features(), target),
                    training,
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LineIndex index = dataset.lines().orElseThrow();
        if (dataset.learner() == LearnerName.GRADIENT_BOOSTING) {
            MarginScorer boosted = new BoostingLearner(BoostingLearner.DEFAULT_LEAVES)
                    .fit(rows, target, dataset.split(), notes, new ClusterBoosting(cluster, plan, index, table));
            return Blend.alone(boosted, rows.features(), target);
        }
        Optional<TrainingRows> local = table.lines().others().isEmpty()
                ? Optional.of(LinearLearner.rows(rows, target, dataset.split()))
                : Optional.empty();
        try (Cluster.Rows remote = cluster.open(plan)) {
            return new LinearLearner().fit(new ClusterRows(plan, remote, index, rows.cells(), local), target);
        }
    }

    /** The features and the label. */
    private static Pipeline pipeline(Dataset dataset, List<Feature> features, Target target) {
        String label = dataset.schema().label();
        List<Feature> all = new ArrayList<>(features);
        all.add(
                target instanceof Target.Classes classes
                        ? new Feature.Categorical(label, classes.values(), false, false).ofAnySpelling()
                        : new Feature.Numeric(label, 0, 0, 1));
        Map<String, ColumnFormat> formats = new LinkedHashMap<>(dataset.schema().formats());
        ColumnFormat written = dataset.table()
                .labelFormat(target instanceof Target.Classes ? ColumnKind.CATEGORICAL : ColumnKind.NUMERIC);
        if (!written.isPlain()) {
            formats.put(label, written);
        }
        return new Pipeline(
                label, dataset.schema().output(), dataset.learner().text(), target, all, List.of(), formats);
    }

    /** The lines of the training rows: those of the table that are not held out, and the others. */
    private static BitSet trainingLines(Dataset dataset) {
        FileLines lines = dataset.table().lines();
        BitSet training = (BitSet) lines.others().clone();
        int line = -1;
        for (char[] places : dataset.table().shares()) {
            for (char place : places) {
                line = lines.rows().nextSetBit(line + 1);
                training.set(line, dataset.split().trains(place));
            }
        }
        return training;
    }
}
