package dev.dropfit.predictor;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import dev.dropfit.core.JsonPlace;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** One JSON object in, one prediction out; an array in, as many out. Parsed as a stream, straight into rows. */
final class JsonDialect {
    private final Served served;
    private final Model model;
    private final boolean explain;
    private final RowBuilder rows;
    private final double[] scores;

    private JsonDialect(Served served, boolean explain) {
        this.served = served;
        this.model = served.model();
        this.explain = explain;
        rows = new RowBuilder(model.pipeline());
        scores = new double[model.outputs()];
    }

    /**
     * Answers a request.
     *
     * @param explain whether to say what each feature contributed
     * @throws RequestException when the body is not JSON, or its rows are not the model's
     */
    static String predict(Served served, String body, boolean explain) throws RequestException {
        StringWriter answer = new StringWriter();
        try (JsonReader in = new JsonReader(new StringReader(body));
                JsonWriter out = new JsonWriter(answer)) {
            in.setStrictness(Strictness.STRICT);
            JsonDialect dialect = new JsonDialect(served, explain);
            dialect.answer(in, out);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new RequestException(400, "The body goes on after its JSON value");
            }
            dialect.rows.finish();
        } catch (MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
            throw new RequestException(
                    400, "The body is not JSON" + JsonPlace.of(e) + "; accepted is strict JSON (RFC 8259)");
        } catch (IOException e) {
            throw new RequestException(400, "The body can't be read: " + e.getMessage());
        }
        return answer.toString();
    }

    private void answer(JsonReader in, JsonWriter out) throws IOException, RequestException {
        out.beginObject();
        switch (in.peek()) {
            case BEGIN_OBJECT -> {
                predictRow(in, out);
                nameModel(out);
                writeWarnings(out);
            }
            case BEGIN_ARRAY -> {
                out.name("predictions").beginArray();
                in.beginArray();
                while (in.hasNext()) {
                    if (in.peek() != JsonToken.BEGIN_OBJECT) {
                        throw new RequestException(
                                400,
                                "The array holds something else than objects; accepted is an object of fields for each row");
                    }
                    out.beginObject();
                    predictRow(in, out);
                    writeWarnings(out);
                    out.endObject();
                }
                in.endArray();
                out.endArray();
                nameModel(out);
            }
            default ->
                throw new RequestException(
                        400,
                        "The body is neither a JSON object nor an array of objects; accepted is an object of fields for each row");
        }
        out.endObject();
    }

    private void predictRow(JsonReader in, JsonWriter out) throws IOException {
        rows.begin();
        in.beginObject();
        while (in.hasNext()) {
            int input = rows.input(in.nextName());
            if (input < 0) {
                in.skipValue();
                continue;
            }
            rows.mark(input);
            switch (in.peek()) {
                case NULL -> {
                    in.nextNull();
                    rows.missing(input);
                }
                case NUMBER -> rows.number(input, in.nextString());
                case STRING -> rows.string(input, in.nextString());
                case BOOLEAN -> rows.truth(input, in.nextBoolean());
                case BEGIN_ARRAY -> {
                    in.skipValue();
                    rows.unacceptable(input, "a list");
                }
                default -> {
                    in.skipValue();
                    rows.unacceptable(input, "an object");
                }
            }
        }
        in.endObject();
        double[] row = rows.end();
        if (rows.problems().isEmpty()) {
            model.scorer().score(row, scores);
            int best = writePrediction(out);
            if (explain) {
                writeExplanation(row, best, out);
            }
        }
    }

    /** @return the index of the predicted class, 0 for a quantity */
    private int writePrediction(JsonWriter out) throws IOException {
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

    private void writeExplanation(double[] row, int output, JsonWriter out) throws IOException {
        List<Input> inputs = model.pipeline().inputs();
        double[] contributions = new double[row.length];
        double base = model.scorer().contributions(row, output, contributions);
        double[] sums = inputs.stream()
                .mapToDouble(input -> Arrays.stream(
                                contributions,
                                input.first(),
                                input.first() + input.features().size())
                        .sum())
                .toArray();
        out.name("explanation").beginArray();
        List<Integer> order = IntStream.range(0, sums.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(sums[i])))
                .toList();
        for (int i : order) {
            out.beginObject();
            out.name("feature").value(inputs.get(i).column());
            out.name("value");
            writeValue(row, i, inputs.get(i), out);
            out.name("contribution").value(sums[i]).endObject();
        }
        out.endArray();
        out.name("base").value(base);
    }

    private void writeValue(double[] row, int index, Input input, JsonWriter out) throws IOException {
        double value = input.isDateTime() ? rows.time(index) : row[input.first()];
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

    private void nameModel(JsonWriter out) throws IOException {
        out.name("model").value(served.name().value());
        out.name("version").value(model.version());
    }

    private void writeWarnings(JsonWriter out) throws IOException {
        out.name("warnings").beginArray();
        for (String warning : rows.warnings()) {
            out.value(warning);
        }
        out.endArray();
    }
}
