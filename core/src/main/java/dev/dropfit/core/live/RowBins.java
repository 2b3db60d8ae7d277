package dev.dropfit.core.live;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bins of a row. Each column has consecutive slots: its bins, then one for missing and one for unseen values. The slots of the score
 * are the last ones.
 *
 * <p>A row is counted in cells. The first cells are the slots. Those after them are finer, and found with less work; {@link #slots(long[])} adds them up. Immutable.
 */
public final class RowBins {
    /** The maximum number of finer cells of a column, or of several together. */
    private static final int MAX_CELLS = 512;

    /** The maximum number of finer cells of a model: they should stay in the caches of a processor. */
    private static final int MAX_FINER = 4096;

    private final TrainingBins bins;
    private final SlotColumn.Numbers[] numbers;
    private final WholeNumbers wholeNumbers;
    private final SlotColumn.Categories[] categories;
    private final CategoryCells[] combined;
    private final @Nullable SlotColumn score;
    /** Whether the score is the probability of the second one of two classes. */
    private final boolean binary;

    private final int firstOfScore;
    private final int slots;
    private final int cells;

    /** The bins for rows of a pipeline. Columns that it does not have are not counted. */
    public RowBins(TrainingBins bins, Pipeline pipeline) {
        this.bins = bins;
        Map<String, Input> inputs = new HashMap<>();
        pipeline.inputs().forEach(input -> inputs.put(input.column(), input));
        slots = bins.all().stream().mapToInt(RowBins::slots).sum();
        firstOfScore = slots - bins.score().map(RowBins::slots).orElse(0);
        score = bins.score()
                .map(scores -> score(scores, firstOfScore, pipeline.target()))
                .orElse(null);
        binary = pipeline.target() instanceof Target.Classes classes && classes.binary();

        List<SlotColumn.Numbers> ofNumbers = new ArrayList<>();
        WholeNumbers.Builder ofWholeNumbers = new WholeNumbers.Builder();
        List<SlotColumn.Categories> ofCategories = new ArrayList<>();
        List<CategoryCells> ofCombined = new ArrayList<>();
        int first = 0;
        int cell = slots;
        for (ColumnBins column : bins.columns()) {
            Input input = inputs.get(column.column());
            boolean hasCategories = column.kind() == ColumnBins.Kind.CATEGORIES;
            if (input != null && input.feature() instanceof Feature.Categorical categorical) {
                if (hasCategories) {
                    ofCategories.add(SlotColumn.Categories.of(column, categorical, input.first(), first));
                }
            } else if (input != null && !hasCategories) {
                SlotColumn.Numbers own = SlotColumn.Numbers.of(column, input.first(), first);
                int count = WholeNumbers.cells(column).orElse(Integer.MAX_VALUE);
                if (count <= Math.min(MAX_CELLS, slots + MAX_FINER - cell)) {
                    ofWholeNumbers.add(column, own, cell, count);
                    cell += count;
                } else {
                    ofNumbers.add(own);
                }
            }
            first += slots(column);
        }
        for (List<SlotColumn.Categories> together : together(ofCategories)) {
            int count = CategoryCells.count(together);
            if (count <= Math.min(MAX_CELLS, slots + MAX_FINER - cell)) {
                ofCombined.add(new CategoryCells(together, cell));
                ofCategories.removeAll(together);
                cell += count;
            }
        }
        numbers = ofNumbers.toArray(SlotColumn.Numbers[]::new);
        wholeNumbers = ofWholeNumbers.build();
        categories = ofCategories.toArray(SlotColumn.Categories[]::new);
        combined = ofCombined.toArray(CategoryCells[]::new);
        cells = cell;
    }

    private static int slots(ColumnBins column) {
        return column.bins() + 2;
    }

    private static SlotColumn score(ColumnBins scores, int first, Target target) {
        return target instanceof Target.Classes classes && !classes.binary()
                ? SlotColumn.Categories.of(scores, 0, first, classes.values(), classes.size())
                : SlotColumn.Numbers.of(scores, 0, first);
    }

    /** Columns whose combinations are few enough to be counted; a column with too many codes is alone. */
    private static List<List<SlotColumn.Categories>> together(List<SlotColumn.Categories> columns) {
        List<List<SlotColumn.Categories>> all = new ArrayList<>();
        List<SlotColumn.Categories> open = new ArrayList<>();
        for (SlotColumn.Categories column : columns) {
            if (!open.isEmpty() && (long) CategoryCells.count(open) * column.codes() > MAX_CELLS) {
                all.add(open);
                open = new ArrayList<>();
            }
            open.add(column);
        }
        if (!open.isEmpty()) {
            all.add(open);
        }
        return all;
    }

    /** The bins that were fixed by training. */
    public TrainingBins bins() {
        return bins;
    }

    /** The number of cells, at least as many as there are slots. */
    public int cells() {
        return cells;
    }

    /**
     * Counts a row in its cells: each column, and the score, is in one of them.
     *
     * @param row one value per feature
     * @param scores of the row
     * @param counts the rows in each cell
     * @param from the index of the first cell in this array
     */
    public void count(double[] row, double[] scores, long[] counts, int from) {
        wholeNumbers.count(row, counts, from);
        for (SlotColumn.Numbers column : numbers) {
            column.count(row, counts, from);
        }
        for (CategoryCells columns : combined) {
            columns.count(row, counts, from);
        }
        for (SlotColumn.Categories column : categories) {
            column.count(row, counts, from);
        }
        if (score != null) {
            counts[from + scoreSlot(score, scores)]++;
        }
    }

    /**
     * The rows in each slot.
     *
     * @param counts the rows in each cell; further elements are ignored
     */
    public long[] slots(long[] counts) {
        long[] sum = Arrays.copyOf(counts, slots);
        wholeNumbers.addTo(sum, counts);
        for (CategoryCells columns : combined) {
            columns.addTo(sum, counts);
        }
        return sum;
    }

    /** The bin of the score of a row among the bins of the score; -1 if it has none. */
    public int scoreBin(double[] scores) {
        return score == null ? -1 : scoreSlot(score, scores) - firstOfScore;
    }

    private int scoreSlot(SlotColumn column, double[] scores) {
        return column.slot(column instanceof SlotColumn.Categories ? highest(scores) : scores[binary ? 1 : 0]);
    }

    private static int highest(double[] scores) {
        int highest = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[highest]) {
                highest = k;
            }
        }
        return highest;
    }
}
