package dev.dropfit.predictor.predict;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.live.PredictionIds;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.Row;
import dev.dropfit.predictor.serve.PredictionText;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Predicts rows and writes each prediction as fields of a JSON object. Not thread-safe. */
public final class PredictionWriter {
    /** The digits by which most numbers are longer than one. */
    private static final int LONG_NUMBER = 18;

    private final Model model;
    private final RowFormat format;
    private final PredictionText text;
    private final @Nullable Explanations explanations;
    private final boolean keepsBadRows;
    private final boolean identifies;
    private final JsonOutput out;
    private final RowPrediction rows;
    private final Prediction prediction;
    /** The position of the last row. */
    private int index = -1;
    /** The line of the row, for an error; 0 if rows have no lines. */
    private long line;

    /**
     * A writer of a model's predictions.
     *
     * @param served the model
     * @param explanations write what each column contributed; null for none
     * @param keepsBadRows whether a row that can't be predicted from gets an error; otherwise it throws
     * @param identifies whether to write the ids of predictions
     */
    public PredictionWriter(
            ServedModel served,
            @Nullable Explanations explanations,
            boolean keepsBadRows,
            boolean identifies,
            JsonOutput out) {
        this.identifies = identifies;
        this.keepsBadRows = keepsBadRows;
        rows = new RowPrediction(served);
        model = served.model();
        format = served.format();
        text = served.text();
        this.explanations = explanations;
        this.out = out;
        prediction = rows.prediction();
    }

    /** Writes an array of objects, one per row. */
    public void writeAll(List<Row> rows) throws InvalidRowsException {
        expect(rows.size());
        out.beginArray();
        for (Row row : rows) {
            writeObject(row);
        }
        out.endArray();
    }

    /** Writes an array of arrays: the number of a row, and its object. */
    public void writeNumbered(List<Row> rows, List<Long> numbers) throws InvalidRowsException {
        expect(rows.size());
        out.beginArray();
        for (int i = 0; i < rows.size(); i++) {
            out.beginArray().value(numbers.get(i));
            writeObject(rows.get(i));
            out.endArray();
        }
        out.endArray();
    }

    /** Writes an object per row, each in a line of its own. */
    public void writeLines(List<Row> rows) throws InvalidRowsException {
        expect(rows.size());
        for (Row row : rows) {
            writeObject(row);
            out.endLine();
        }
    }

    /** Writes an object in a line of its own. An error has the number of the line of its row. */
    public void writeLine(Row row, long lineOfRow) throws InvalidRowsException {
        line = lineOfRow;
        writeObject(row);
        out.endLine();
    }

    /** Writes an error in a line of its own, with the number of the line that has it. */
    public void writeErrorLine(String error, long lineOfError) {
        line = lineOfError;
        index++;
        out.beginObject();
        writeError(error);
        out.name("warnings").beginArray().endArray().endObject().endLine();
    }

    /**
     * Writes an array with the explanation of each row, an object, without its prediction.
     *
     * @param kind the explanations
     */
    public void writeExplanations(List<Row> rows, Explanations kind) throws InvalidRowsException {
        out.expectExplanations(rows.size(), model.scorer().contributionSteps());
        // The response has the predictions of these rows too.
        Prediction again = new Prediction(model.withoutCounting());
        out.beginArray();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            out.beginObject();
            if (row.isBad()) {
                writeError(row.error());
            } else {
                try {
                    again.predict(row.values());
                    writeExplanation(row, kind.of(row.values(), again), kind);
                } catch (NumbersTooLargeException e) {
                    if (!keepsBadRows) {
                        throw new InvalidRowsException("Row " + i + " has " + e.getMessage());
                    }
                    writeError("found " + e.getMessage());
                }
            }
            out.endObject();
        }
        out.endArray();
    }

    private void expect(int rows) {
        out.expect(minLength() * rows, likelyLength() * rows);
        expectExplanations(rows);
    }

    private void writeObject(Row row) throws InvalidRowsException {
        out.beginObject();
        if (row.isBad()) {
            index++;
            writeError(row.error());
        } else {
            writeFields(row);
        }
        writeWarnings(row);
        out.endObject();
    }

    /** The least number of bytes of a row's object: its names, and numbers of one digit. */
    private long minLength() {
        long length = "{\"\":0,\"warnings\":[]},".length();
        length += model.pipeline().output().length();
        if (model.pipeline().target() instanceof Target.Classes classes) {
            length += "\"probability\":0,\"probabilities\":{},".length();
            for (int k = 0; k < classes.size(); k++) {
                length += "\"\":0,".length() + classes.name(k).length();
            }
        }
        if (identifies) {
            length += "\"\":\"\",".length() + PredictionIds.NAME.length() + PredictionId.LENGTH;
        }
        if (explanations != null) {
            length += "\"explanation\":[],\"explained\":\"\",\"base\":0,\"score\":0,\"scale\":\"value\",".length();
            for (Input input : format.inputs()) {
                length += "{\"feature\":\"\",\"value\":0,\"contribution\":0},".length()
                        + input.column().length();
            }
        }
        return length;
    }

    /** The likely number of bytes of a row's object: most numbers are long. */
    private long likelyLength() {
        long numbers = 1L
                + prediction.outputs()
                + (explanations != null ? 2 + format.inputs().size() : 0);
        return minLength() + LONG_NUMBER * numbers;
    }

    private void expectExplanations(long rows) {
        if (explanations != null) {
            out.expectExplanations(rows, model.scorer().contributionSteps());
        }
    }

    /** Writes the fields of the prediction of the only row. */
    public void write(Row row) throws InvalidRowsException {
        expectExplanations(1);
        writeFields(row);
    }

    private void writeFields(Row row) throws InvalidRowsException {
        index++;
        Explanation explanation = null;
        try {
            rows.predict(index, row.values());
            if (explanations != null) {
                explanation = explanations.of(row.values(), prediction);
            }
        } catch (NumbersTooLargeException e) {
            if (!keepsBadRows) {
                throw new InvalidRowsException("Row " + index + " has " + e.getMessage());
            }
            writeError("found " + e.getMessage());
            return;
        }
        writePrediction();
        if (identifies) {
            out.name(PredictionIds.NAME).value(rows.id(index, row.values()));
        }
        if (explanations != null && explanation != null) {
            writeExplanation(row, explanation, explanations);
        }
    }

    private void writeError(String error) {
        out.name("error").value(error);
        if (line > 0) {
            out.name("line").value(line);
        }
    }

    private void writeWarnings(Row row) {
        writeWarnings(row, List.of());
    }

    /** Writes the warnings of a row, and then others. */
    public void writeWarnings(Row row, List<String> others) {
        out.name("warnings").beginArray();
        writeTexts(row.warnings());
        writeTexts(others);
        out.endArray();
    }

    /** Writes how many more warnings there are than the rows have, if there are any. */
    public void writeMoreWarnings(DecodedRows rows) {
        if (!rows.moreWarnings().isEmpty()) {
            out.name("warnings").beginArray();
            writeTexts(rows.moreWarnings());
            out.endArray();
        }
    }

    private void writeTexts(List<String> texts) {
        // By index: most rows have none, and an iterator is an object for each.
        for (int i = 0; i < texts.size(); i++) {
            out.value(texts.get(i));
        }
    }

    private void writePrediction() {
        if (!(model.pipeline().target() instanceof Target.Classes)) {
            out.names(text.output()).value(prediction.score());
            return;
        }
        out.names(text.predicted(prediction.index())).value(prediction.score());
        for (int k = 0; k < prediction.outputs(); k++) {
            out.names(text.probability(k)).value(prediction.score(k));
        }
        out.endObject();
    }

    private void writeExplanation(Row row, Explanation explanation, Explanations kind) {
        List<Input> inputs = format.inputs();
        out.name("explanation").beginArray();
        for (Explanation.Line line : explanation.lines()) {
            Input input = inputs.get(line.input());
            out.beginObject();
            out.name("feature").value(input.column());
            out.name("value");
            if (line.words().isEmpty()) {
                writeValue(row, line.input(), input);
            } else {
                out.value(line.words());
            }
            out.name("contribution").value(line.contribution()).endObject();
        }
        out.endArray();
        nameExplained("explained").value(kind.explained(prediction.index()));
        nameExplained("base").value(explanation.base());
        nameExplained("score").value(Explanations.score(explanation));
        nameExplained("scale").value(kind.scale());
    }

    /** Writes the name of a field of an explanation. The prediction itself may have the same, such as a {@code score}. */
    private JsonOutput nameExplained(String name) {
        return out.name(name.equals(model.pipeline().output()) ? "explanation_" + name : name);
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
