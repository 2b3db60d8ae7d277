package dev.dropfit.predictor;

import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The inference response object of the Open Inference Protocol: predictions as tensors. */
final class InferenceAnswer {
    static final String PROBABILITIES = "probabilities";

    private static final String CONTRIBUTIONS = "contributions";
    private static final String BASE = "base";
    private static final int MOST_WARNINGS = 100;

    private final Served served;
    private final Model model;
    private final InferenceRequest request;
    private final boolean explain;

    InferenceAnswer(Served served, InferenceRequest request, boolean explain) {
        this.served = served;
        this.model = served.model();
        this.request = request;
        this.explain = explain;
    }

    /** Writes the values of a tensor. */
    private interface Data {
        void write();
    }

    void write(List<Row> rows, JsonOutput out) throws RequestException {
        checkOutputs();
        double[][] scores = new double[rows.size()][model.outputs()];
        for (int i = 0; i < scores.length; i++) {
            Prediction.score(model, rows.get(i), i, scores[i]);
        }
        out.beginObject();
        out.name("model_name").value(served.name().value());
        out.name("model_version").value(served.version());
        out.name("id").value(request.id());
        writeWarnings(rows, out);
        out.name("outputs").beginList();
        writePredictions(scores, out);
        if (explain) {
            writeExplanations(rows, scores, out);
        }
        out.endList().endObject();
    }

    private void checkOutputs() throws RequestException {
        List<String> names = new ArrayList<>(List.of(model.pipeline().output()));
        if (model.pipeline().target() instanceof Target.Classes) {
            names.add(PROBABILITIES);
        }
        if (explain) {
            names.addAll(List.of(CONTRIBUTIONS, BASE));
        }
        Set<String> unknown =
                request.outputs().stream().filter(name -> !names.contains(name)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new RequestException(
                    400,
                    unknown.size() + " of the requested outputs can't be had; accepted are "
                            + String.join(", ", names));
        }
    }

    private void writePredictions(double[][] scores, JsonOutput out) {
        String output = model.pipeline().output();
        if (!(model.pipeline().target() instanceof Target.Classes classes)) {
            tensor(output, "FP64", List.of(scores.length), out, () -> {
                for (double[] score : scores) {
                    out.value(score[0]);
                }
            });
            return;
        }
        tensor(output, "BYTES", List.of(scores.length), out, () -> {
            for (double[] score : scores) {
                out.value(classes.name(Prediction.bestOf(score)));
            }
        });
        matrix(PROBABILITIES, scores, classes.size(), out);
    }

    private void writeExplanations(List<Row> rows, double[][] scores, JsonOutput out) throws RequestException {
        double[] bases = new double[rows.size()];
        List<Input> inputs = served.format().inputs();
        int width = inputs.size();
        double[][] contributions = new double[rows.size()][width];
        for (int i = 0; i < bases.length; i++) {
            bases[i] = Prediction.contributions(
                    model, inputs, rows.get(i), i, Prediction.bestOf(scores[i]), contributions[i]);
        }
        matrix(CONTRIBUTIONS, contributions, width, out);
        tensor(BASE, "FP64", List.of(bases.length), out, () -> {
            for (double base : bases) {
                out.value(base);
            }
        });
    }

    private void matrix(String name, double[][] values, int width, JsonOutput out) {
        tensor(name, "FP64", List.of(values.length, width), out, () -> {
            for (double[] row : values) {
                for (double value : row) {
                    out.value(value);
                }
            }
        });
    }

    /** Writes a tensor, if it is asked for. */
    private void tensor(String name, String datatype, List<Integer> shape, JsonOutput out, Data data) {
        if (!request.outputs().isEmpty() && !request.outputs().contains(name)) {
            return;
        }
        out.beginObject();
        out.name("name").value(name);
        out.name("datatype").value(datatype);
        out.name("shape").beginList();
        for (int dimension : shape) {
            out.value(dimension);
        }
        out.endList();
        out.name("data").beginList();
        data.write();
        out.endList().endObject();
    }

    /** As a parameter, which the protocol wants to be one text. */
    private static void writeWarnings(List<Row> rows, JsonOutput out) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < rows.size() && warnings.size() < MOST_WARNINGS; i++) {
            for (String warning : rows.get(i).warnings()) {
                warnings.add("row " + i + ": " + warning);
            }
        }
        if (!warnings.isEmpty()) {
            out.name("parameters").beginObject();
            out.name("warnings").value(String.join("; ", warnings)).endObject();
        }
    }
}
