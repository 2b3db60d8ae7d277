package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.trainer.evaluate.ScoredHoldout;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a version predicts for the holdout rows of the current dataset that it was not trained on, next to their labels. */
public final class HoldoutPredictions {
    private final Target target;
    private final Scores scores;

    private HoldoutPredictions(Target target, Scores scores) {
        this.target = target;
        this.scores = scores;
    }

    /**
     * A table with a header: the line in the dataset, the label, the prediction, and the probability of each class.
     *
     * @param data the data bucket
     * @throws InvalidTableException when the dataset can't be read
     * @throws InvalidSettingsException when its settings can't be read, or do not fit it
     * @throws VersionComparison.IncomparableException when there is no dataset, or no row is new to the version
     */
    public static List<List<String>> table(Bucket data, ModelName model, VersionComparison.Candidate version)
            throws IOException, InvalidTableException, InvalidSettingsException,
                    VersionComparison.IncomparableException {
        Dataset dataset = VersionComparison.current(data, model, version);
        Table rows = VersionComparison.unseen(dataset, version, version);
        Target target = dataset.schema().target();
        Scores scores = VersionComparison.scores(version, dataset, target, rows);
        List<List<String>> table = new ArrayList<>();
        HoldoutPredictions predictions = new HoldoutPredictions(target, scores);
        table.add(predictions.header(version.model().pipeline().output()));
        ScoredHoldout scored = ScoredHoldout.of(rows, target, dataset.split());
        for (int row = 0; row < scores.rows(); row++) {
            table.add(predictions.row(scored.line(row), row));
        }
        return table;
    }

    private List<String> header(String output) {
        List<String> names = new ArrayList<>(List.of("line", "actual", output));
        if (target instanceof Target.Classes classes) {
            for (int k = 0; k < scores.outputs(); k++) {
                names.add("probability_" + classes.name(k));
            }
        }
        return names;
    }

    private List<String> row(int line, int scored) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(line));
        if (target instanceof Target.Classes classes) {
            cells.add(classes.name((int) scores.actual()[scored]));
            cells.add(classes.name(scores.predictedClass(scored)));
            for (int k = 0; k < scores.outputs(); k++) {
                cells.add(Double.toString(scores.value(scored, k)));
            }
        } else {
            cells.add(Values.category(scores.actual()[scored]));
            cells.add(Double.toString(scores.value(scored, 0)));
        }
        return cells;
    }
}
