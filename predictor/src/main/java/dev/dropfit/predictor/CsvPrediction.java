package dev.dropfit.predictor;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Problems;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV in, the same CSV out with the prediction behind its columns: the output's column, and for classes one {@code
 * probability_{label}} each. Streams.
 */
public final class CsvPrediction {
    private CsvPrediction() {}

    /**
     * Predicts every row.
     *
     * @param csv with a header that has all columns of the model; others go through unchanged
     * @param out receives the result; what it has received is of no use when this throws
     * @return the number of rows
     * @throws InvalidTableException when the CSV is no table or not the model's; lists problems with their lines
     */
    public static long predict(Model model, InputStream csv, OutputStream out)
            throws IOException, InvalidTableException {
        try (Rows rows = new Rows(model, out)) {
            long count = CsvParser.parse(csv, rows);
            rows.problems.throwIfAny();
            return count;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Rows implements RowSink, AutoCloseable {
        private final Problems problems = new Problems(RowBuilder.MOST_PROBLEMS);
        private final Model model;
        private final OutputStream out;
        private final RowBuilder rows;
        private final double[] scores;
        private final List<String> cells = new ArrayList<>();
        private int[] inputs = {};
        private @Nullable CsvWriter writer;
        private long line;
        private boolean commas;

        Rows(Model model, OutputStream out) {
            this.model = model;
            this.out = out;
            rows = new RowBuilder(model.pipeline());
            scores = new double[model.outputs()];
        }

        @Override
        public void header(List<String> names, char separator) throws InvalidTableException {
            commas = CommaNumbers.allowed(separator);
            rows.begin();
            inputs = names.stream().mapToInt(rows::input).toArray();
            for (Input input : model.pipeline().inputs()) {
                if (!names.contains(input.column())) {
                    problems.add(new Problem(
                            1, input.column(), "the header does not have this column, which the model needs"));
                }
            }
            problems.throwIfAny();
            writer = CsvWriter.builder()
                    .fieldSeparator(separator)
                    .lineDelimiter(LineDelimiter.LF)
                    .build(out);
            List<String> header = new ArrayList<>(names);
            header.add(model.pipeline().output());
            if (model.pipeline().target() instanceof Target.Classes classes) {
                for (int k = 0; k < classes.size(); k++) {
                    header.add("probability_" + classes.name(k));
                }
            }
            writer.writeRecord(header);
        }

        @Override
        public void beginRow(long line) {
            this.line = line;
            cells.clear();
            rows.begin();
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            String text = new String(buffer, offset, length);
            cells.add(text);
            int input = inputs[column];
            if (input >= 0) {
                rows.mark(input);
                rows.cell(input, text, commas);
            }
        }

        @Override
        public void endRow() {
            double[] row = rows.end();
            if (!rows.problems().isEmpty()) {
                for (FieldProblem problem : rows.problems()) {
                    problems.add(new Problem(
                            line, problem.field(), "found " + problem.found() + "; accepted is " + problem.accepted()));
                }
                rows.clearProblems();
                return;
            }
            model.scorer().score(row, scores);
            if (model.pipeline().target() instanceof Target.Classes classes) {
                cells.add(classes.name(Prediction.bestOf(scores)));
            }
            for (double score : scores) {
                cells.add(Double.toString(score));
            }
            if (writer != null) {
                writer.writeRecord(cells);
            }
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.flush();
            }
        }
    }
}
