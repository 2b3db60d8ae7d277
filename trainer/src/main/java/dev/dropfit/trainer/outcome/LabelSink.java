package dev.dropfit.trainer.outcome;

import dev.dropfit.core.Text;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.registry.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of labels. A row names its prediction by {@code prediction_id}, or has the columns of the model; then it is scored again by the
 * version that was served at {@code predicted_at}, or if the file has no such column, when the file was written. Not thread-safe.
 */
final class LabelSink implements RowSink {
    /** The column with ids of predictions. */
    static final String PREDICTION_ID = "prediction_id";

    /** The column with the times of predictions. */
    static final String PREDICTED_AT = "predicted_at";

    /** The column with the names that the client has for its rows. */
    static final String ID = "id";

    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_SHOWN = 60;

    private final ObjectInfo file;
    private final PredictingVersions versions;
    private final PendingLabels pending;
    /** That reads the label of a row with an id. */
    private final PredictingVersion present;

    private final Map<PredictingVersion, Fields> fields = new HashMap<>();
    private final List<String> cells = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private List<String> names = List.of();
    private boolean commas;
    private int predictionId = -1;
    private int predictedAt = -1;
    private int id = -1;
    private int label = -1;
    private long line;
    private long rows;
    private long unusable;
    private long unmatched;

    /** @param present the version that was served when the file was written */
    LabelSink(ObjectInfo file, PredictingVersions versions, PendingLabels pending, PredictingVersion present) {
        this.file = file;
        this.versions = versions;
        this.pending = pending;
        this.present = present;
    }

    /** The columns of a version in this file. */
    private final class Fields {
        private final PredictingVersion version;
        private final RowFiller filler;
        private final int[] inputs;
        /** The columns that the file would need; empty if it has all. */
        private final Set<String> absent;

        Fields(PredictingVersion version) {
            this.version = version;
            filler = new RowFiller(version.format());
            inputs = names.stream().mapToInt(version.format()::find).toArray();
            absent = new TreeSet<>(version.format().required());
            names.forEach(absent::remove);
            for (int input = 0; input < version.format().inputs().size(); input++) {
                if (version.format().isOptional(input)) {
                    filler.missing(input);
                }
            }
        }

        boolean isInput(int column) {
            return inputs[column] >= 0;
        }

        /** Fills the row; returns the column whose cell can't be used, -1 if there is none. */
        int fill() {
            for (int column = 0; column < inputs.length; column++) {
                char[] cell = cells.get(column).toCharArray();
                if (isInput(column)
                        && filler.cell(inputs[column], cell, 0, cell.length, commas)
                                == RowFiller.FieldOutcome.UNUSABLE) {
                    return column;
                }
            }
            return -1;
        }
    }

    @Override
    public String knownName() {
        return present.labels().column();
    }

    @Override
    public boolean keepsWrongRows() {
        return true;
    }

    @Override
    public void wrongRow(long wrongLine, List<String> found, String why) {
        rows++;
        problem(wrongLine, why);
    }

    @Override
    public void header(List<String> columns, char separator) throws InvalidTableException {
        names = List.copyOf(columns);
        commas = CommaNumbers.allowed(separator);
        predictionId = names.indexOf(PREDICTION_ID);
        predictedAt = names.indexOf(PREDICTED_AT);
        id = names.indexOf(ID);
        label = present.labels().column(names);
        if (label < 0) {
            throw new InvalidTableException("the file has no column with labels: found " + Text.list(names, 10)
                    + "; accepted is a column with the name of the label");
        }
        Fields known = fields(present);
        if (predictionId < 0 && !known.absent.isEmpty()) {
            throw new InvalidTableException(
                    "the file does not say which predictions its labels are about: it has no column "
                            + PREDICTION_ID + ", and not all columns of the model; it lacks "
                            + Text.list(List.copyOf(known.absent), 10));
        }
    }

    private Fields fields(PredictingVersion version) {
        return fields.computeIfAbsent(version, Fields::new);
    }

    @Override
    public void beginRow(long newLine) {
        line = newLine;
        cells.clear();
    }

    @Override
    public void cell(int column, char[] buffer, int offset, int length) {
        cells.add(new String(buffer, offset, length));
    }

    @Override
    public void endRow() throws InvalidTableException {
        rows++;
        String text = cells.get(label);
        if (present.labels().isMissing(text)) {
            // It has not come true yet.
            return;
        }
        pending.count();
        if (predictionId >= 0 && !cells.get(predictionId).isEmpty()) {
            OptionalLong named = ClientId.read(cells.get(predictionId));
            if (named.isEmpty()) {
                problem(
                        line,
                        PREDICTION_ID + " is '" + shown(predictionId) + "'; accepted is an id as a response has it with"
                                + " ?ids=true, or your own: " + ClientId.ACCEPTED
                                + ", and for the second row of a request #2 after it");
            } else {
                pending.add(named.getAsLong(), text, commas, file.generation());
            }
            return;
        }
        try {
            score(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void score(String text) throws IOException {
        Instant time = null;
        if (predictedAt >= 0 && !fields(present).isInput(predictedAt)) {
            double seconds = DateTimes.seconds(cells.get(predictedAt));
            if (Double.isNaN(seconds)) {
                problem(line, PREDICTED_AT + " is '" + shown(predictedAt) + "'; accepted is " + DateTimes.ACCEPTED);
                return;
            }
            time = Instant.ofEpochMilli(Math.round(1000 * seconds));
        }
        Optional<PredictingVersion> served = time == null ? Optional.of(present) : versions.servedAt(time);
        if (served.isEmpty() || !fields(served.get()).absent.isEmpty()) {
            unmatched++;
            return;
        }
        Fields row = fields(served.get());
        double value = row.version.labels().value(text, commas);
        if (Double.isNaN(value)) {
            problem(
                    line,
                    "the label is '" + shown(label) + "'; accepted are "
                            + row.version.labels().accepted());
            return;
        }
        int bad = row.fill();
        if (bad >= 0) {
            problem(line, "'" + names.get(bad) + "' is '" + shown(bad) + "', which can't be used");
            return;
        }
        try {
            row.version.prediction().predict(row.filler.values());
        } catch (NumbersTooLargeException e) {
            problem(line, String.valueOf(e.getMessage()));
            return;
        }
        row.version.add(new Labelled(
                key(row, time, value),
                file.generation(),
                value,
                row.version.prediction().scores(),
                time == null ? null : Labelled.day(time)));
    }

    /**
     * What tells a prediction from others: the row, its time, and the client's name for it. Without a name, rows that are equal can't be told
     * apart, and those with different labels are different ones.
     */
    private long key(Fields row, @Nullable Instant time, double value) {
        String name = id >= 0 && !row.isInput(id) ? cells.get(id) : "";
        double[] parts = {
            Double.longBitsToDouble(row.version.id(row.filler.values())),
            time == null ? Double.NaN : time.toEpochMilli(),
            name.isEmpty() ? value : -1
        };
        return PredictionId.of(PredictionId.seed(name), parts);
    }

    private String shown(int column) {
        return Text.truncate(cells.get(column), MAX_SHOWN);
    }

    private void problem(long at, String what) {
        unusable++;
        addProblem("line " + at + ": " + what);
    }

    /** Adds a problem of the file, if there are not many yet. */
    void addProblem(String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(what);
        }
    }

    /** The number of labels whose prediction is not known. */
    long unmatched() {
        return unmatched;
    }

    /** What was read. */
    Outcomes.LabelsRead read() {
        return new Outcomes.LabelsRead(file.name(), file.generation(), rows, unusable, problems);
    }
}
