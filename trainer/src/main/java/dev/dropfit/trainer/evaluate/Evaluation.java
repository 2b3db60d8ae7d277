package dev.dropfit.trainer.evaluate;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How good a model is on some rows. */
public sealed interface Evaluation {
    /** How many rows were judged. */
    int rows();

    /** A metric; NaN when the rows do not tell, as the ROC AUC of rows of one class. */
    double metric(Metric metric);

    /** Every metric by its name in a record, and the curves. */
    JsonObject toJson();

    /**
     * Of classes.
     *
     * @param metrics by name
     * @param confusion [actual][predicted], in the order of the classes
     * @param roc the curve of the positive class; empty for more than two
     * @param calibration what a probability was worth, from low to high
     */
    record OfClasses(
            int rows,
            Target.Classes classes,
            Map<Metric, Double> metrics,
            List<List<Integer>> confusion,
            List<RocPoint> roc,
            List<Calibration> calibration)
            implements Evaluation {
        public OfClasses {
            metrics = new EnumMap<>(metrics);
            confusion = List.copyOf(confusion);
            roc = List.copyOf(roc);
            calibration = List.copyOf(calibration);
        }

        @Override
        public double metric(Metric metric) {
            return metrics.getOrDefault(metric, Double.NaN);
        }

        @Override
        public JsonObject toJson() {
            JsonObject json = metricsToJson(metrics);
            JsonObject matrix = new JsonObject();
            JsonArray labels = new JsonArray();
            for (int k = 0; k < classes.size(); k++) {
                labels.add(classes.name(k));
            }
            JsonArray counts = new JsonArray();
            for (List<Integer> row : confusion) {
                JsonArray cells = new JsonArray();
                row.forEach(cells::add);
                counts.add(cells);
            }
            matrix.add("labels", labels);
            matrix.add("counts", counts);
            json.add("confusion", matrix);
            JsonArray points = new JsonArray();
            for (RocPoint point : roc) {
                JsonArray pair = new JsonArray();
                pair.add(point.falsePositiveRate());
                pair.add(point.truePositiveRate());
                points.add(pair);
            }
            json.add("roc", points);
            JsonArray bins = new JsonArray();
            for (Calibration bin : calibration) {
                JsonObject object = new JsonObject();
                object.addProperty("predicted", bin.predicted());
                object.addProperty("observed", bin.observed());
                object.addProperty("rows", bin.rows());
                bins.add(object);
            }
            json.add("calibration", bins);
            return json;
        }
    }

    /**
     * A threshold's place on the ROC curve.
     *
     * @param falsePositiveRate from 0 to 1
     * @param truePositiveRate from 0 to 1
     */
    record RocPoint(double falsePositiveRate, double truePositiveRate) {}

    /**
     * The predictions of one tenth of the range from 0 to 1; for more than two classes, those of the predicted class.
     *
     * @param predicted the mean probability
     * @param observed the share of rows of which it was true
     * @param rows how many there are, at least 1
     */
    record Calibration(double predicted, double observed, int rows) {}

    /** Of numbers. */
    record OfNumbers(int rows, Map<Metric, Double> metrics) implements Evaluation {
        public OfNumbers {
            metrics = new EnumMap<>(metrics);
        }

        @Override
        public double metric(Metric metric) {
            return metrics.getOrDefault(metric, Double.NaN);
        }

        @Override
        public JsonObject toJson() {
            return metricsToJson(metrics);
        }
    }

    private static JsonObject metricsToJson(Map<Metric, Double> metrics) {
        JsonObject json = new JsonObject();
        metrics.forEach((metric, value) -> {
            if (Double.isFinite(value)) {
                json.addProperty(metric.text(), value);
            } else {
                json.add(metric.text(), JsonNull.INSTANCE);
            }
        });
        return json;
    }
}
