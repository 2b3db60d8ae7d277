package dev.dropfit.core.live;

import dev.dropfit.core.Figures;
import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.drift.RankShift;
import dev.dropfit.core.drift.ShareTail;
import dev.dropfit.core.drift.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** Compares live rows with training and with the week before. A change is one that is beyond chance and large enough to matter. */
public final class LiveComparison {
    /** With fewer rows, nothing is compared. */
    public static final int MIN_ROWS = 200;

    /** The probability that a day without any change has one, for all columns together. */
    private static final double ALPHA = 0.0001;

    /** The probability that a model reports unseen categories although its live rows are like those of training. */
    private static final double MODEL_ALPHA = 0.005;

    /** A share that rises, one that falls, unseen categories, the distribution, higher and lower numbers. */
    private static final int COMPARISONS = 6;

    /** A share of missing values must change by this, and by a third. */
    private static final double MIN_SHARE = 0.01;

    private static final double MIN_RATIO = 4.0 / 3;

    private static final double MIN_UNSEEN = 0.02;

    /** How far the probability that a live row is higher must be from 0.5: about a quarter of a standard deviation. */
    private static final double MIN_RANK = 0.07;

    /** From this share of rows out of range on, a unit may have changed. */
    private static final double OUT_OF_RANGE = 0.5;

    private static final double QUANTILE = 1.96;

    private final TrainingBins bins;
    private final LiveCounts now;
    private final LiveCounts week;
    private final Chance chance;

    private LiveComparison(LiveCounts now, LiveCounts week) {
        bins = now.bins();
        this.now = now;
        this.week = week;
        chance = new Chance(ALPHA, COMPARISONS * Math.max(1, bins.all().size()));
    }

    /**
     * Compares all columns, and the score.
     *
     * @param now the live rows
     * @param week those of the week before
     * @return one for each column, and one for the score; none if there are fewer rows than {@link #MIN_ROWS}
     */
    public static List<ColumnComparison> of(LiveCounts now, LiveCounts week) {
        if (now.counted() < MIN_ROWS) {
            return List.of();
        }
        LiveComparison comparison = new LiveComparison(now, week);
        List<ColumnComparison> all = new ArrayList<>();
        for (int i = 0; i < now.bins().all().size(); i++) {
            all.add(comparison.column(i));
        }
        return all;
    }

    private ColumnComparison column(int place) {
        ColumnBins column = bins.all().get(place);
        BinCounts training = BinCounts.of(column);
        BinCounts live = now.column(place);
        long[] before = training.bins();
        long[] after = live.withUnseen();
        Shift shift = shift(before, after);
        double error = error(before, after);
        List<String> changes = new ArrayList<>();
        addMissing(column, training, live, changes);
        addUnseen(column, live, changes);
        if (changes.isEmpty() || column.kind() == ColumnBins.Kind.NUMBERS) {
            addDistribution(column, shift, before, after, changes);
        }
        BinCounts earlier = week.column(place);
        return new ColumnComparison(
                column,
                bins.rows(column),
                live,
                Math.max(0, shift.index()),
                Math.max(0, shift.index() - QUANTILE * error),
                Math.max(0, shift.index() + QUANTILE * error),
                divergence(before, after),
                earlier.rows() < MIN_ROWS
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                Math.max(0, shift(earlier.withUnseen(), after).index())),
                changes);
    }

    private static Shift shift(long[] before, long[] now) {
        return LongStream.of(before).sum() == 0 || LongStream.of(now).sum() == 0
                ? new Shift(0, 0)
                : Shift.of(before, now);
    }

    private void addMissing(ColumnBins column, BinCounts training, BinCounts live, List<String> changes) {
        long rows = training.rows();
        double was = (double) training.missing() / Math.max(1, rows);
        double is = (double) live.missing() / Math.max(1, live.rows());
        double ratio = Math.max(is, was) / Math.max(Math.min(is, was), Double.MIN_NORMAL);
        if (Math.abs(is - was) < MIN_SHARE || ratio < MIN_RATIO || rows == 0) {
            return;
        }
        double log = is > was
                ? ShareTail.log(training.missing(), rows, live.missing(), live.rows())
                : ShareTail.log(live.missing(), live.rows(), training.missing(), rows);
        if (log < chance.logLevel()) {
            changes.add(name(column) + " is missing in " + Figures.percent(is) + " of the rows; in training it was "
                    + Figures.percent(was));
        }
    }

    private void addUnseen(ColumnBins column, BinCounts live, List<String> changes) {
        long rows = bins.rows(column);
        double is = (double) live.unseen() / Math.max(1, live.rows());
        double expected = (double) column.unseen() / Math.max(1, rows);
        // Whether training has seen a category does not change from day to day, so this is one comparison of a model,
        // not of each day.
        double level = chance.logLevel() - Math.log(ALPHA);
        if (is - expected >= MIN_UNSEEN
                && ShareTail.log(Math.min(column.unseen(), rows), rows, live.unseen(), live.rows())
                        < level + Math.log(MODEL_ALPHA)) {
            changes.add("In " + Figures.percent(is) + " of the rows, " + name(column)
                    + " is a category that training has not seen; expected are " + Figures.percent(expected));
        }
    }

    private void addDistribution(ColumnBins column, Shift shift, long[] before, long[] after, List<String> changes) {
        RankShift ranks = RankShift.of(before, after);
        boolean ordered = column.kind() == ColumnBins.Kind.NUMBERS
                && Math.abs(ranks.share() - 0.5) >= MIN_RANK
                && Math.abs(ranks.standardErrors()) > chance.standardErrors();
        if (!ordered && !shift.moved(chance)) {
            return;
        }
        double rowsBefore = (double) LongStream.of(before).sum();
        double rowsAfter = (double) LongStream.of(after).sum();
        if (column.kind() == ColumnBins.Kind.NUMBERS) {
            int last = after.length - 1;
            int end = after[0] > after[last] ? 0 : last;
            if (after[end] / rowsAfter >= OUT_OF_RANGE) {
                changes.add("In " + Figures.percent(after[end] / rowsAfter) + " of the rows, " + name(column) + " is "
                        + column.name(end) + ", which no training row was; its unit may have changed");
                return;
            }
        }
        int bin = 0;
        for (int i = 1; i < after.length; i++) {
            if (change(before, after, i, rowsBefore, rowsAfter) > change(before, after, bin, rowsBefore, rowsAfter)) {
                bin = i;
            }
        }
        changes.add((ordered
                        ? name(column) + " is " + (ranks.share() > 0.5 ? "higher" : "lower") + " than in training: "
                        : "")
                + Figures.percent(after[bin] / rowsAfter) + " of the rows have "
                + (ordered ? "" : name(column) + " = ") + column.name(bin)
                + "; in training it was " + Figures.percent(before[bin] / rowsBefore));
    }

    private static double change(long[] before, long[] after, int bin, double rowsBefore, double rowsAfter) {
        return Math.abs(after[bin] / rowsAfter - before[bin] / rowsBefore);
    }

    private static String name(ColumnBins column) {
        return column.column().equals(TrainingBins.SCORE) ? "the score" : "'" + column.column() + "'";
    }

    /** The standard error of the index, by the delta method, and the part of chance that remains if nothing changed. */
    private static double error(long[] before, long[] after) {
        double rowsBefore = (double) LongStream.of(before).sum();
        double rowsAfter = (double) LongStream.of(after).sum();
        if (rowsBefore == 0 || rowsAfter == 0) {
            return 0;
        }
        double[] sums = new double[4];
        for (int bin = 0; bin < before.length; bin++) {
            double was = (before[bin] + 0.5) / (rowsBefore + 0.5 * before.length);
            double is = (after[bin] + 0.5) / (rowsAfter + 0.5 * before.length);
            double ofNow = Math.log(is / was) + 1 - was / is;
            double ofBefore = Math.log(was / is) + 1 - is / was;
            sums[0] += is * ofNow;
            sums[1] += is * ofNow * ofNow;
            sums[2] += was * ofBefore;
            sums[3] += was * ofBefore * ofBefore;
        }
        double chance = 1 / rowsBefore + 1 / rowsAfter;
        return Math.sqrt((sums[1] - sums[0] * sums[0]) / rowsAfter
                + (sums[3] - sums[2] * sums[2]) / rowsBefore
                + 2 * (before.length - 1) * chance * chance);
    }

    private static double divergence(long[] before, long[] after) {
        double rowsBefore = Math.max(1, LongStream.of(before).sum());
        double rowsAfter = Math.max(1, LongStream.of(after).sum());
        double sum = 0;
        for (int bin = 0; bin < before.length; bin++) {
            double was = before[bin] / rowsBefore;
            double is = after[bin] / rowsAfter;
            double middle = (was + is) / 2;
            sum += part(was, middle) + part(is, middle);
        }
        return Math.max(0, sum / (2 * Math.log(2)));
    }

    private static double part(double share, double middle) {
        return share > 0 ? share * Math.log(share / middle) : 0;
    }
}
