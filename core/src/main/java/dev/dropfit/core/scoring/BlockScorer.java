package dev.dropfit.core.scoring;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.List;

/** Scores blocks of rows, one after the other. Not thread-safe: each thread has its own. */
final class BlockScorer {
    private static final int MAX_VALUE_LENGTH = 60;
    /** The problems of a row that its error names. */
    private static final int MAX_PROBLEMS = 10;
    /** The part of the bytes of a block that the next one may have more. */
    private static final int SPARE = 16;

    private final RowFormat format;
    private final CsvHeader header;
    private final RowFiller filler;
    private final Prediction prediction;
    /** The names of the classes as they are written; none for a quantity. */
    private final List<String> classes = new ArrayList<>();
    /** The number of inputs that the CSV does not have. */
    private final int absent;

    private final List<String> problems = new ArrayList<>();
    private int moreProblems;
    /** About how many bytes a block of predictions has: those of the last one, and a little more. */
    private int capacity;

    private long missing;
    private long unseen;
    private long implausible;

    BlockScorer(Model model, RowFormat format, CsvHeader header) {
        this.format = format;
        this.header = header;
        filler = new RowFiller(format);
        prediction = new Prediction(model);
        if (model.pipeline().target() instanceof Target.Classes named) {
            for (int k = 0; k < named.size(); k++) {
                classes.add(named.name(k));
            }
        }
        List<Integer> absentInputs = header.absentInputs(format);
        // They stay missing: no row fills them.
        absentInputs.forEach(filler::missing);
        absent = absentInputs.size();
    }

    ScoredRows score(Block block) {
        missing = 0;
        unseen = 0;
        implausible = 0;
        CsvBytes predicted = new CsvBytes(header.separator(), Math.max(capacity, block.text().length));
        CsvBytes unusable = new CsvBytes(header.separator(), 0);
        long bad = 0;
        int wrong = 0;
        for (int row = 0; row < block.rows(); row++) {
            if (wrong < block.wrongRows().size() && block.wrongRows().get(wrong).index() == row) {
                writeWrong(block.line(row), block.wrongRows().get(wrong++), unusable);
                bad++;
            } else if (isScored(block, row)) {
                write(block, row, predicted);
            } else {
                writeUnusable(block, row, unusable);
                bad++;
            }
        }
        capacity = predicted.length() + predicted.length() / SPARE;
        return new ScoredRows(
                predicted.trimmed(),
                unusable.trimmed(),
                new RowCounts(block.rows(), bad, missing, unseen, implausible));
    }

    /** Scores a row; returns whether it could be. */
    private boolean isScored(Block block, int row) {
        problems.clear();
        moreProblems = 0;
        missing += absent;
        char[] text = block.text();
        for (int column = 0; column < header.width(); column++) {
            int input = header.input(column);
            if (input >= 0) {
                int start = block.start(row, column);
                int length = block.end(row, column) - start;
                switch (filler.cell(input, text, start, length, header.commas())) {
                    case FILLED -> {}
                    case MISSING -> missing++;
                    case UNSEEN -> unseen++;
                    case UNUSABLE -> addProblem(input, text, start, length);
                }
            }
        }
        if (!problems.isEmpty()) {
            return false;
        }
        double[] values = filler.values();
        for (int i = format.findImplausible(values, 0); i >= 0; i = format.findImplausible(values, i + 1)) {
            implausible++;
        }
        try {
            prediction.predict(values);
            return true;
        } catch (NumbersTooLargeException e) {
            problems.add("found " + e.getMessage());
            return false;
        }
    }

    private void addProblem(int input, char[] text, int start, int length) {
        if (problems.size() == MAX_PROBLEMS) {
            moreProblems++;
            return;
        }
        String found = Text.truncate(new String(text, start, length).strip(), MAX_VALUE_LENGTH);
        problems.add("'" + format.inputs().get(input).column() + "': found '" + found + "'; accepted is "
                + format.accepted(input));
    }

    private void write(Block block, int row, CsvBytes out) {
        writeCells(block, row, out);
        if (!classes.isEmpty()) {
            out.cell(classes.get(prediction.index()));
        }
        for (int k = 0; k < prediction.outputs(); k++) {
            out.cell(prediction.score(k));
        }
        out.endRow();
    }

    private void writeCells(Block block, int row, CsvBytes out) {
        for (int column = 0; column < header.width(); column++) {
            int start = block.start(row, column);
            out.cell(block.text(), start, block.end(row, column) - start);
        }
    }

    private void writeUnusable(Block block, int row, CsvBytes out) {
        out.plainCell(Long.toString(block.line(row)));
        out.cell(String.join("; ", problems) + (moreProblems == 0 ? "" : "; and " + moreProblems + " more fields"));
        writeCells(block, row, out);
        out.endRow();
    }

    private void writeWrong(long line, Block.WrongRow row, CsvBytes out) {
        int width = header.width();
        out.plainCell(Long.toString(line));
        out.cell(row.why() + (row.cells().size() > width ? "; the cells after the last column are not copied" : ""));
        for (int column = 0; column < width; column++) {
            out.cell(column < row.cells().size() ? row.cells().get(column) : "");
        }
        out.endRow();
    }
}
