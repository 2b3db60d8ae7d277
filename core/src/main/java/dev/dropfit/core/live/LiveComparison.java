package dev.dropfit.core.live;

import dev.dropfit.core.Figures;
import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.drift.RankShift;
import dev.dropfit.core.drift.ShareTail;
import dev.dropfit.core.drift.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Compares live rows with training and with the week before. A change is one that is beyond chance and large enough to matter.
 *
 * <p>Three pairs are compared: the rows of a day with training; those of the day and the week before it together with training, in which
 * a small change adds up; and the day with the week before it, where only a large change counts, because days of the week differ. If the first two
 * differ in the same way, the first one is reported.
 */
public final class LiveComparison {
    /** With fewer rows, nothing is compared. */
    public static final int MIN_ROWS = 200;

    /** The probability that a day without any change has one, for all columns together. */
    public static final double DAY_ALPHA = 0.00035;

    /** The same for the other hours of a day: they share most rows, so all of them together add a tenth. */
    public static final double HOUR_ALPHA = DAY_ALPHA / 100;

    /** The part of it for values that are missing more often: the usual fault, and only one comparison for each column. */
    private static final double MISSING_PART = 6.0 / 7;

    /** The probability that a model reports unseen categories although its live rows are like those of training. */
    private static final double MODEL_ALPHA = 0.0005;

    /** So many times the expected share of unseen categories is within chance, whatever the number of live rows is. */
    private static final int LEVEL_VARIATION = 3;

    /** A share that falls, unseen categories, the distribution, higher and lower numbers, of three pairs; a share that rises, of two of them. */
    private static final int COMPARISONS = 17;

    /** From this share of rows out of range on, a unit may have changed. */
    private static final double OUT_OF_RANGE = 0.5;

    private static final double QUANTILE = 1.96;

    private final TrainingBins bins;
    private final List<BinCounts> training;
    private final List<BinCounts> now;
    private final List<BinCounts> week;
    private final Chance chance;
    private final Chance missingChance;
    /** Whether training has seen a category does not change from day to day, so this is one comparison of a model, not of each day. */
    private final Chance unseenChance;

    /**
     * How large a change must be to matter.
     *
     * @param share by how much a share of missing values must change
     * @param ratio and by which factor
     * @param unseen by how much the share of unseen categories must exceed the expected one
     * @param index the least population stability index
     * @param rank how far the probability that a live row is higher must be from 0.5
     */
    private record Size(double share, double ratio, double unseen, double index, double rank) {
        /** A rank of 0.07 is about a quarter of a standard deviation. */
        static final Size OF_TRAINING = new Size(0.01, 4.0 / 3, 0.02, 0.1, 0.07);

        static final Size OF_WEEK = new Size(0.05, 2, 0.05, 0.25, 0.14);
    }

    /**
     * Two samples of a column.
     *
     * @param rows how many rows the first one has
     * @param unseen how many of them would be expected to have an unseen category
     * @param after a text after the change, for people
     * @param was what the first sample is, for people
     */
    private record Pair(
            ColumnBins column,
            BinCounts first,
            long rows,
            long unseen,
            BinCounts live,
            Size size,
            Chance missing,
            String after,
            String was) {
        LiveChange.From from() {
            return size.equals(Size.OF_WEEK) ? LiveChange.From.WEEK : LiveChange.From.TRAINING;
        }

        long[] before() {
            return first.withUnseen();
        }

        long[] now() {
            return live.withUnseen();
        }
    }

    private LiveComparison(LiveCounts now, LiveCounts week, double alpha) {
        bins = now.bins();
        training = bins.all().stream().map(BinCounts::of).toList();
        this.now = now.all();
        this.week = week.all();
        int columns = Math.max(1, training.size());
        chance = new Chance((1 - MISSING_PART) * alpha, COMPARISONS * columns);
        missingChance = Chance.ofPossible(MISSING_PART * alpha, mostMissing());
        unseenChance = new Chance(MODEL_ALPHA, COMPARISONS * columns);
    }

    /**
     * Compares all columns, and the score.
     *
     * @param now the live rows
     * @param week those of the week before
     * @return one for each column, and one for the score; none if there are fewer rows than {@link #MIN_ROWS}
     */
    public static List<ColumnComparison> of(LiveCounts now, LiveCounts week) {
        return of(now, week, DAY_ALPHA);
    }

    /**
     * The same with another bound of chance.
     *
     * @param alpha the probability that a comparison without any change has one, for all columns together
     */
    public static List<ColumnComparison> of(LiveCounts now, LiveCounts week, double alpha) {
        if (now.counted() < MIN_ROWS) {
            return List.of();
        }
        LiveComparison comparison = new LiveComparison(now, week, alpha);
        List<ColumnComparison> all = new ArrayList<>();
        for (int i = 0; i < now.bins().all().size(); i++) {
            all.add(comparison.column(i));
        }
        return all;
    }

    /** For each column, how probable it is by chance that all its missing values, of training and live, are in live rows. */
    private double[] mostMissing() {
        return IntStream.range(0, now.size())
                .mapToDouble(place -> {
                    BinCounts before = training.get(place);
                    BinCounts live = now.get(place);
                    long missing = before.missing() + live.missing();
                    long most = Math.min(missing, live.rows());
                    return ShareTail.midLog(missing - most, before.rows(), most, live.rows());
                })
                .toArray();
    }

    private ColumnComparison column(int place) {
        ColumnBins column = bins.all().get(place);
        BinCounts first = training.get(place);
        BinCounts live = now.get(place);
        BinCounts earlier = week.get(place);
        List<LiveChange> changes = new ArrayList<>();
        addChanges(
                new Pair(
                        column,
                        first,
                        bins.rows(column),
                        column.unseen(),
                        live,
                        Size.OF_TRAINING,
                        missingChance,
                        "",
                        "in training"),
                changes);
        if (earlier.rows() >= MIN_ROWS) {
            addChanges(
                    new Pair(
                            column,
                            first,
                            bins.rows(column),
                            column.unseen(),
                            live.plus(earlier),
                            Size.OF_TRAINING,
                            chance,
                            " of the last eight days",
                            "in training"),
                    changes);
            addChanges(
                    new Pair(
                            column,
                            earlier,
                            earlier.rows(),
                            earlier.unseen(),
                            live,
                            Size.OF_WEEK,
                            chance,
                            "",
                            "in the week before"),
                    changes);
        }
        long[] before = first.bins();
        long[] after = live.withUnseen();
        Shift shift = shift(before, after);
        double error = error(before, after);
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

    /** Adds the changes of kinds that are not there yet. */
    private void addChanges(Pair pair, List<LiveChange> changes) {
        add(pair, LiveChange.Kind.MISSING, missing(pair), changes);
        add(pair, LiveChange.Kind.UNSEEN, unseen(pair), changes);
        // Unseen categories are in the last bin too.
        boolean said = changes.stream()
                .anyMatch(change -> change.from() == pair.from() && change.kind() != LiveChange.Kind.VALUES);
        if (!said || pair.column.kind() == ColumnBins.Kind.NUMBERS) {
            add(pair, LiveChange.Kind.VALUES, values(pair), changes);
        }
    }

    private static void add(Pair pair, LiveChange.Kind kind, Optional<String> text, List<LiveChange> changes) {
        boolean said = changes.stream().anyMatch(change -> change.from() == pair.from() && change.kind() == kind);
        if (text.isPresent() && !said) {
            changes.add(new LiveChange(pair.column.column(), kind, pair.from(), text.get()));
        }
    }

    private static Shift shift(long[] before, long[] now) {
        return LongStream.of(before).sum() == 0 || LongStream.of(now).sum() == 0
                ? new Shift(0, 0)
                : Shift.of(before, now);
    }

    private Optional<String> missing(Pair pair) {
        long rows = pair.first.rows();
        double was = (double) pair.first.missing() / Math.max(1, rows);
        double is = (double) pair.live.missing() / Math.max(1, pair.live.rows());
        double ratio = Math.max(is, was) / Math.max(Math.min(is, was), Double.MIN_NORMAL);
        if (Math.abs(is - was) < pair.size.share || ratio < pair.size.ratio || rows == 0) {
            return Optional.empty();
        }
        double log = is > was
                ? ShareTail.midLog(pair.first.missing(), rows, pair.live.missing(), pair.live.rows())
                : ShareTail.log(pair.live.missing(), pair.live.rows(), pair.first.missing(), rows);
        Chance bound = is > was ? pair.missing : chance;
        return log < bound.logLevel()
                ? Optional.of(name(pair.column) + " is missing in " + Figures.percent(is) + " of the rows" + pair.after
                        + "; " + pair.was + " it was " + Figures.percent(was))
                : Optional.empty();
    }

    private Optional<String> unseen(Pair pair) {
        long rows = pair.rows;
        double is = (double) pair.live.unseen() / Math.max(1, pair.live.rows());
        double expected = (double) pair.unseen / Math.max(1, rows);
        Chance bound = pair.size.equals(Size.OF_WEEK) ? chance : unseenChance;
        // Unseen rows come in levels, so their share varies more than one of single rows.
        long before = pair.size.equals(Size.OF_WEEK) ? pair.unseen : LEVEL_VARIATION * pair.unseen;
        return is - expected >= pair.size.unseen
                        && ShareTail.log(Math.min(before, rows), rows, pair.live.unseen(), pair.live.rows())
                                < bound.logLevel()
                ? Optional.of("In " + Figures.percent(is) + " of the rows" + pair.after + ", " + name(pair.column)
                        + " is a category that training has not seen; "
                        + (pair.size.equals(Size.OF_WEEK) ? pair.was + " it was " : "expected are ")
                        + Figures.percent(expected))
                : Optional.empty();
    }

    private Optional<String> values(Pair pair) {
        long[] before = pair.before();
        long[] after = pair.now();
        double rowsBefore = (double) LongStream.of(before).sum();
        double rowsAfter = (double) LongStream.of(after).sum();
        if (rowsBefore == 0 || rowsAfter == 0) {
            return Optional.empty();
        }
        Shift shift = Shift.of(before, after);
        RankShift ranks = RankShift.of(before, after);
        boolean ordered = pair.column.kind() == ColumnBins.Kind.NUMBERS
                && Math.abs(ranks.share() - 0.5) >= pair.size.rank
                && Math.abs(ranks.standardErrors()) > chance.standardErrors();
        if (!ordered && !(shift.index() >= pair.size.index && shift.moved(chance))) {
            return Optional.empty();
        }
        if (pair.column.kind() == ColumnBins.Kind.NUMBERS) {
            int last = after.length - 1;
            int end = after[0] > after[last] ? 0 : last;
            if (after[end] / rowsAfter >= OUT_OF_RANGE && before[end] / rowsBefore < OUT_OF_RANGE) {
                return Optional.of("In " + Figures.percent(after[end] / rowsAfter) + " of the rows" + pair.after + ", "
                        + name(pair.column) + " is " + pair.column.name(end)
                        + ", which no training row was" + (isScore(pair.column) ? "" : "; its unit may have changed"));
            }
        }
        int bin = 0;
        for (int i = 1; i < after.length; i++) {
            if (change(before, after, i, rowsBefore, rowsAfter) > change(before, after, bin, rowsBefore, rowsAfter)) {
                bin = i;
            }
        }
        String share = Figures.percent(after[bin] / rowsAfter) + " of the rows" + pair.after + ", ";
        String is = " is " + pair.column.name(bin) + "; " + pair.was + " it was "
                + Figures.percent(before[bin] / rowsBefore);
        String direction = ranks.share() > 0.5 ? "higher" : "lower";
        return Optional.of(
                ordered
                        ? name(pair.column) + " is " + direction + " than " + pair.was + ": in " + share + "it" + is
                        : "In " + share + name(pair.column) + is);
    }

    private static double change(long[] before, long[] after, int bin, double rowsBefore, double rowsAfter) {
        return Math.abs(after[bin] / rowsAfter - before[bin] / rowsBefore);
    }

    private static String name(ColumnBins column) {
        return isScore(column) ? "the score" : "'" + column.column() + "'";
    }

    private static boolean isScore(ColumnBins column) {
        return column.column().equals(TrainingBins.SCORE);
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
