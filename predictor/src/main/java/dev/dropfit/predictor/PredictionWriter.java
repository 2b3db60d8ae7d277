package dev.dropfit.predictor;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Scores rows and writes what is predicted of each as fields of a JSON object. Not thread-safe. */
final class PredictionWriter {
    private final Model model;
    private final RowFormat format;
    private final boolean explain;
    private final JsonOutput out;
    private final double[] scores;
    private int index = -1;

    /** @param explain whether to say what each column contributed */
    PredictionWriter(Served served, boolean explain, JsonOutput out) {
        model = served.model();
        format = served.format();
        this.explain = explain;
        this.out = out;
        scores = new double[model.outputs()];
    }

    /** Writes a list of objects, one per row. */
    void writeAll(List<Row> rows) throws RequestException {
        out.beginList();
        for (Row row : rows) {
            out.beginObject();
            write(row);
            writeWarnings(row);
            out.endObject();
        }
        out.endList();
    }

    /** Writes the prediction's fields. */
    void write(Row row) throws RequestException {
        index++;
        Prediction.score(model, row, index, scores);
        int best = writePrediction();
        if (explain) {
            writeExplanation(row, best);
        }
    }

    void writeWarnings(Row row) {
        out.name("warnings").beginList();
        for (String warning : row.warnings()) {
            out.value(warning);
        }
        out.endList();
    }

    /** @return the index of the predicted class, 0 for a quantity */
    private int writePrediction() {
        String output = model.pipeline().output();
        if (!(model.pipeline().target() instanceof Target.Classes classes)) {
            out.name(output).value(scores[0]);
            return 0;
        }
        int best = Prediction.bestOf(scores);
        out.name(output).value(classes.name(best));
        out.name("probability").value(scores[best]);
        out.name("probabilities").beginObject();
        for (int k = 0; k < scores.length; k++) {
            out.name(classes.name(k)).value(scores[k]);
        }
        out.endObject();
        return best;
    }

    private void writeExplanation(Row row, int output) throws RequestException {
        List<Input> inputs = format.inputs();
        double[] sums = new double[inputs.size()];
        double base = Prediction.contributions(model, inputs, row, index, output, sums);
        out.name("explanation").beginList();
        List<Integer> order = IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(sums[i])))
                .toList();
        for (int i : order) {
            out.beginObject();
            out.name("feature").value(inputs.get(i).column());
            out.name("value");
            writeValue(row, i, inputs.get(i));
            out.name("contribution").value(sums[i]).endObject();
        }
        out.endList();
        out.name("base").value(base);
    }

    private void writeValue(Row row, int index, Input input) {
        double value = input.isDateTime() ? row.times()[index] : row.values()[input.first()];
        boolean category = input.feature() instanceof Feature.Categorical;
        if (Double.isNaN(value) || (category && value < 0)) {
            out.nullValue();
        } else if (input.feature() instanceof Feature.Categorical categorical) {
            out.value(categorical.levelName((int) value));
        } else if (input.isDateTime()) {
            out.value(DateTimes.text(value));
        } else {
            out.value(value);
        }
    }
}
