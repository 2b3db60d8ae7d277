package dev.dropfit.predictor.dialect;

import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.predict.Explanations;
import dev.dropfit.predictor.predict.RowPrediction;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.NumberRows;
import dev.dropfit.predictor.row.Row;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The predictions of all rows of an inference request, in arrays. Not thread-safe. */
final class InferenceScores {
    /** What a row needs besides its numbers. */
    private static final int ROW_BYTES = 48;

    private final int outputs;
    private final double[] scores;
    private final int[] predicted;
    private final @Nullable Explanation[] explanations;
    private final String[] errors;

    private InferenceScores(Model model, int rows, boolean explain, boolean keepsBadRows) {
        outputs = model.outputs();
        scores = new double[rows * outputs];
        predicted = new int[rows];
        explanations = new Explanation[explain ? rows : 0];
        errors = new String[keepsBadRows ? rows : 0];
    }

    private static long bytes(Model model, long rows, int numbers) {
        return rows * (ROW_BYTES + (long) Double.BYTES * (model.outputs() + numbers));
    }

    /**
     * Scores rows of numbers.
     *
     * @throws InvalidRowsException when a row can't be scored
     * @throws dev.dropfit.predictor.memory.LimitExceededException when there is no memory for the scores
     */
    static InferenceScores of(ServedModel served, NumberRows rows, RequestMemory memory) throws InvalidRowsException {
        Model model = served.model();
        memory.reserve(bytes(model, rows.size(), 0));
        InferenceScores scores = new InferenceScores(model, rows.size(), false, false);
        RowPrediction prediction = new RowPrediction(served);
        double[] row = new double[model.pipeline().features().size()];
        for (int i = 0; i < rows.size(); i++) {
            rows.copy(i, row);
            try {
                prediction.predict(i, row);
            } catch (NumbersTooLargeException e) {
                throw tooLarge(i, e);
            }
            scores.add(i, prediction.prediction());
        }
        return scores;
    }

    /**
     * Scores rows.
     *
     * @param kind explains each row; null for no explanations
     * @param keepsBadRows whether a row that can't be used gets an error; otherwise it throws
     * @throws InvalidRowsException when a row can't be scored, and is not to be kept
     */
    static InferenceScores of(
            ServedModel served, List<Row> rows, @Nullable Explanations kind, boolean keepsBadRows, RequestMemory memory)
            throws InvalidRowsException {
        Model model = served.model();
        int explained = kind == null ? 0 : model.pipeline().inputs().size() + 2;
        memory.reserve(bytes(model, rows.size(), explained));
        InferenceScores scores = new InferenceScores(model, rows.size(), kind != null, keepsBadRows);
        RowPrediction prediction = new RowPrediction(served);
        for (int i = 0; i < rows.size(); i++) {
            scores.predict(i, rows.get(i), prediction, kind);
        }
        return scores;
    }

    private void predict(int index, Row row, RowPrediction rows, @Nullable Explanations kind)
            throws InvalidRowsException {
        String error = row.error();
        Prediction prediction = rows.prediction();
        if (!row.isBad()) {
            try {
                rows.predict(index, row.values());
                if (kind != null) {
                    explanations[index] = kind.of(row.values(), prediction.index());
                }
                add(index, prediction);
            } catch (NumbersTooLargeException e) {
                if (errors.length == 0) {
                    throw tooLarge(index, e);
                }
                error = "found " + e.getMessage();
            }
        }
        if (errors.length > 0) {
            errors[index] = error;
            if (!error.isEmpty()) {
                addNone(index);
            }
        }
    }

    private static InvalidRowsException tooLarge(int index, NumbersTooLargeException e) {
        return new InvalidRowsException("Row " + index + " has " + e.getMessage());
    }

    private void add(int index, Prediction prediction) {
        prediction.copyScores(scores, index * outputs);
        predicted[index] = prediction.index();
    }

    /** The row can't be used. */
    private void addNone(int index) {
        Arrays.fill(scores, index * outputs, (index + 1) * outputs, Double.NaN);
    }

    /** The number of rows. */
    int size() {
        return predicted.length;
    }

    /** The scores of all rows, one row after the other; NaN for those of a row that can't be used. Not a copy. */
    double[] scores() {
        return scores;
    }

    /** Whether a row has a prediction. */
    boolean isPredicted(int row) {
        return !Double.isNaN(scores[row * outputs]);
    }

    /** The index of a row's class. */
    int predicted(int row) {
        return predicted[row];
    }

    /** The explanation of a row; null for a row that can't be used. */
    @Nullable
    Explanation explanation(int row) {
        return explanations[row];
    }

    /** Why a row can't be used, empty if it can; only if such rows are kept. */
    String error(int row) {
        return errors[row];
    }
}
