package dev.dropfit.predictor.dialect;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.predict.RowPrediction;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.ServedModel;
import org.jspecify.annotations.Nullable;

/**
 * Predictions in the columnar format of TensorFlow Serving: {@code outputs}, an array for a quantity, an object of arrays for classes.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/api_rest#predict_api">TensorFlow Serving REST API</a>
 */
final class ColumnarPredictions {
    /** What is kept of a row besides its scores. */
    private static final int ROW_BYTES = 40;

    private ColumnarPredictions() {}

    static Response of(ServedModel served, DecodedRows rows, boolean keepsBadRows, RequestMemory memory)
            throws InvalidRowsException {
        Model model = served.model();
        memory.reserve(rows.size() * (ROW_BYTES + (long) Double.BYTES * model.outputs()));
        @Nullable String[] labels = new String[rows.size()];
        double[] @Nullable [] scores = new double[rows.size()][];
        predict(served, rows, keepsBadRows, labels, scores);
        JsonOutput out = new JsonOutput(memory);
        out.beginObject().name("outputs");
        if (model.pipeline().target() instanceof Target.Classes) {
            out.beginObject().name(model.pipeline().output()).beginArray();
            for (String label : labels) {
                if (label == null) {
                    out.nullValue();
                } else {
                    out.value(label);
                }
            }
            out.endArray().name(InferenceResponse.PROBABILITIES).beginArray();
            for (double[] probabilities : scores) {
                write(probabilities, out);
            }
            out.endArray().endObject();
        } else {
            out.beginArray();
            for (double[] value : scores) {
                if (value == null) {
                    out.nullValue();
                } else {
                    out.value(value[0]);
                }
            }
            out.endArray();
        }
        return Response.json(out.endObject());
    }

    private static void predict(
            ServedModel served,
            DecodedRows rows,
            boolean keepsBadRows,
            @Nullable String[] labels,
            double[] @Nullable [] scores)
            throws InvalidRowsException {
        RowPrediction predicted = new RowPrediction(served);
        Prediction prediction = predicted.prediction();
        for (int i = 0; i < scores.length; i++) {
            if (rows.rows().get(i).isBad()) {
                continue;
            }
            try {
                predicted.predict(i, rows.rows().get(i).values());
                scores[i] = prediction.scores();
                if (served.model().pipeline().target() instanceof Target.Classes classes) {
                    labels[i] = classes.name(prediction.index());
                }
            } catch (NumbersTooLargeException e) {
                if (!keepsBadRows) {
                    throw new InvalidRowsException("Row " + i + " has " + e.getMessage());
                }
            }
        }
    }

    private static void write(double @Nullable [] numbers, JsonOutput out) {
        if (numbers == null) {
            out.nullValue();
            return;
        }
        out.beginArray();
        for (double number : numbers) {
            out.value(number);
        }
        out.endArray();
    }
}
