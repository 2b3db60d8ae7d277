package dev.dropfit.trainer.drift;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.drift.Shift;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.feature.TextFacts;
import dev.dropfit.trainer.table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares a column with the profile of the column of the same name in the previous dataset. */
final class ColumnDrift {
    /** With fewer values in one of the datasets, nothing is said of a column. */
    private static final int MIN_ROWS = 100;

    /** A word that is in so many times as many texts, or as few, is a change. */
    private static final double MIN_CHANGE_OF_WORD = 2;

    private static final double MIN_MISSING_SHARE = 0.05;
    private static final double MIN_SHARE_OUT_OF_RANGE = 0.001;
    /** A column with a larger share of its values beyond the previous ones may have another meaning. */
    private static final double OTHER_RANGE_SHARE = 0.25;

    /** Dates go on for at least so long without being suspicious, and for twice the time from the first to the last one. */
    private static final double MIN_SPAN_DAYS = 730;

    private static final double MAX_SPANS = 2;

    /** A value is gone if so many rows could be expected to have it. Chance gives that once in a million. */
    private static final double MIN_EXPECTED = 14;

    private static final int SHOWN_VALUES = 3;
    private static final int SHOWN_LENGTH = 40;

    private final Chance chance;

    ColumnDrift(Chance chance) {
        this.chance = chance;
    }

    /**
     * Something about a column.
     *
     * @param size how far the column moved, to order them
     */
    record Finding(Anomaly anomaly, double size) {
        static Finding of(String name, double size, String message) {
            return new Finding(Anomaly.of(name, message), size);
        }
    }

    /**
     * What is unusual in a column.
     *
     * @param before its facts in the previous dataset
     * @param rowsBefore the number of rows of the previous dataset
     * @param trainedShare the share of these rows that the previous model was trained on
     * @param now its profile in the new dataset
     * @param rows the number of rows of the new dataset
     * @param feature the category in the previous model; empty if it is none, or if the model has more levels than it keeps
     */
    List<Finding> find(
            ColumnFacts before,
            double rowsBefore,
            double trainedShare,
            Column column,
            ColumnProfile now,
            double rows,
            Optional<Feature.Categorical> feature) {
        List<Finding> findings = new ArrayList<>();
        if (rowsBefore < MIN_ROWS || rows < MIN_ROWS) {
            return findings;
        }
        missing(before, rowsBefore, column, rows).ifPresent(findings::add);
        double valuesBefore = rowsBefore * (1 - before.missing());
        double values = rows - column.missing();
        if (valuesBefore < MIN_ROWS || values < MIN_ROWS) {
            return findings;
        }
        if (column.distinctValues() == 1 && before.profile().distinct().stream().anyMatch(many -> many.count() > 1)) {
            findings.add(Finding.of(
                    "became-constant",
                    10,
                    "'" + column.name() + "' has the same value in all rows; in the previous dataset it had "
                            + before.profile().distinct().orElseThrow().text()
                            + " different ones. Check where the column comes from"));
            return findings;
        }
        switch (before.kind()) {
            case "numeric" -> numbers(before, column, now).ifPresent(findings::add);
            case "categorical" ->
                categories(before, valuesBefore, trainedShare, column, values, feature)
                        .ifPresent(findings::add);
            case "datetime" -> dates(before.profile(), column).ifPresent(findings::add);
            case "text" -> texts(before, valuesBefore, column, now, values).ifPresent(findings::add);
            default -> {
                // Ignored columns do not matter.
            }
        }
        return findings;
    }

    private Optional<Finding> missing(ColumnFacts before, double rowsBefore, Column column, double rows) {
        double was = before.missing();
        double is = column.missing() / rows;
        double pooled = (was * rowsBefore + column.missing()) / (rowsBefore + rows);
        double error = Math.sqrt(pooled * (1 - pooled) * (1 / rowsBefore + 1 / rows));
        return is - was >= MIN_MISSING_SHARE && is - was > chance.standardErrors() * error
                ? Optional.of(Finding.of(
                        "missing-share",
                        10 * (is - was),
                        "'" + column.name() + "' is missing in " + Figures.percent(is)
                                + " of the rows; in the previous dataset in " + Figures.percent(was)
                                + ". Check whether all parts of the file have the column"))
                : Optional.empty();
    }

    /** The word whose share changed most, or else the lengths. */
    private Optional<Finding> texts(
            ColumnFacts before, double valuesBefore, Column column, ColumnProfile now, double values) {
        TextFacts.WordShares words = TextFacts.words(column);
        String changed = "";
        double largest = chance.standardErrors();
        double wasMost = 0;
        for (CategoryCount word : before.profile().counts()) {
            double was = word.rows() / valuesBefore;
            double is = words.of(word.value());
            double pooled = (was * valuesBefore + is * values) / (valuesBefore + values);
            double errors = Math.abs(is - was) / Math.sqrt(pooled * (1 - pooled) * (1 / valuesBefore + 1 / values));
            if (errors > largest && Math.max(was, is) >= MIN_CHANGE_OF_WORD * Math.min(was, is)) {
                changed = word.value();
                largest = errors;
                wasMost = was;
            }
        }
        if (!changed.isEmpty()) {
            return Optional.of(Finding.of(
                    "changed-words",
                    10 * Math.abs(words.of(changed) - wasMost),
                    "the texts of '" + column.name() + "' have other words: '" + changed + "' is in "
                            + Figures.percent(words.of(changed)) + " of them; in the previous dataset in "
                            + Figures.percent(wasMost) + ". Check where the texts come from"));
        }
        if (before.profile().bins().size() < 2) {
            return Optional.empty();
        }
        Counts counts = Counts.ofLengths(before.profile(), column);
        Shift shift = Shift.of(counts.before(), counts.now());
        return shift.moved(chance)
                ? Optional.of(Finding.of(
                        "changed-lengths",
                        shift.index(),
                        "the texts of '" + column.name() + "' have another length: the median was "
                                + median(before.profile()) + " characters and is " + median(now)
                                + ". Check whether texts are cut, or come from elsewhere"))
                : Optional.empty();
    }

    private Optional<Finding> numbers(ColumnFacts before, Column column, ColumnProfile now) {
        ColumnProfile profile = before.profile();
        if (profile.bins().size() < 2) {
            return Optional.empty();
        }
        Counts counts = Counts.ofNumbers(profile, column);
        if (counts.rowsNow() < MIN_ROWS) {
            return Optional.empty();
        }
        Shift shift = Shift.of(counts.before(), counts.now());
        String name = "'" + column.name() + "' ";
        if (shift.moved(chance)) {
            Optional<UnitJump> jump = UnitJump.between(profile, now);
            if (jump.isPresent()) {
                return Optional.of(Finding.of(
                        Drift.UNIT_JUMP,
                        100 + shift.index(),
                        name + "may have another unit: "
                                + jump.get().sentence() + " (the median was " + median(profile) + " and is "
                                + median(now) + "). Write it in the previous unit, which clients still use"));
            }
        }
        Optional<Finding> range = range(
                "'" + column.name() + "'",
                ". Check whether the column still has the same meaning; clients send the values as before",
                counts,
                profile,
                now);
        if (range.isPresent() && (isFar(profile, now) || !shift.moved(chance))) {
            return range;
        }
        return shift.moved(chance)
                ? Optional.of(Subject.column(column).finding(shift, movedTo(profile, now, counts)))
                : Optional.empty();
    }

    /** Whether a value is farther from the previous ones than these are from one another. */
    private static boolean isFar(ColumnProfile before, ColumnProfile now) {
        return Math.max(now.quantile(1) - before.quantile(1), before.quantile(0) - now.quantile(0))
                > before.quantile(1) - before.quantile(0);
    }

    /**
     * Values beyond all previous ones.
     *
     * @param subject the beginning of the sentence
     * @param checkMany what to check if these are many values
     */
    private Optional<Finding> range(
            String subject, String checkMany, Counts counts, ColumnProfile before, ColumnProfile now) {
        double rows = (double) counts.rowsNow();
        double byChance = Math.max(
                chance.rowsBeyond((double) counts.rowsBefore(), rows, 2), Math.max(1, MIN_SHARE_OUT_OF_RANGE * rows));
        long below = counts.now()[0];
        long above = counts.now()[counts.now().length - 1];
        if (Math.max(below, above) <= byChance) {
            return Optional.empty();
        }
        boolean high = above >= below;
        boolean most = Math.max(below, above) > OTHER_RANGE_SHARE * rows;
        return Optional.of(Finding.of(
                most ? Drift.OTHER_RANGE : "range",
                (most ? 100 : 0) + Math.max(below, above) / rows,
                subject + " has " + Figures.count(Math.max(below, above), "value", "values")
                        + (high ? " above " : " below ") + Figures.number(before.quantile(high ? 1 : 0)) + ", the "
                        + (high ? "largest" : "smallest") + " one of the previous dataset; the "
                        + (high ? "largest" : "smallest") + " is now " + Figures.number(now.quantile(high ? 1 : 0))
                        + (most ? checkMany : ". Check whether they are possible")));
    }

    /** Dates far beyond the previous ones. Dates move on by themselves, so they are compared with nothing else. */
    private static Optional<Finding> dates(ColumnProfile before, Column column) {
        double earliest = DateTimes.seconds(before.earliest());
        double latest = DateTimes.seconds(before.latest());
        if (!(latest >= earliest) || column.times() == 0) {
            return Optional.empty();
        }
        double span = Math.max(MIN_SPAN_DAYS * DateTimes.SECONDS_PER_DAY, MAX_SPANS * (latest - earliest));
        double[] now = column.timeRange();
        boolean late = now[1] > latest + span;
        if (!late && !(now[0] < earliest - span)) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                "date-range",
                50,
                "'" + column.name() + "' has dates " + (late ? "up to " : "from ")
                        + DateTimes.text(now[late ? 1 : 0])
                        + (late ? "; the latest one" : " on; the earliest one")
                        + " of the previous dataset was "
                        + (late ? before.latest() : before.earliest())
                        + ". Check whether they are possible; a placeholder for a missing date should be an"
                        + " empty cell"));
    }

    private static String median(ColumnProfile profile) {
        return Figures.number(profile.quantile(0.5));
    }

    private static String movedTo(ColumnProfile before, ColumnProfile now, Counts counts) {
        OptionalInt spike = counts.spike();
        if (spike.isPresent()) {
            int bin = spike.getAsInt();
            List<NumberBin> bins = before.bins();
            return "those "
                    + (bin == 1
                            ? "from " + Figures.number(before.quantile(0)) + " to "
                            : "above " + Figures.number(bins.get(bin - 2).upTo()) + " and up to ")
                    + Figures.number(bins.get(bin - 1).upTo()) + " had "
                    + Figures.percent((double) counts.before()[bin] / counts.rowsBefore()) + " of the rows and have "
                    + Figures.percent((double) counts.now()[bin] / counts.rowsNow());
        }
        if (Double.isNaN(now.quantile(0.5))) {
            return "the median was " + median(before) + ", and now the values are not read as numbers";
        }
        return !median(before).equals(median(now))
                ? "the median was " + median(before) + " and is " + median(now)
                : "the middle half was " + Figures.number(before.quantile(0.25)) + " to "
                        + Figures.number(before.quantile(0.75)) + " and is " + Figures.number(now.quantile(0.25))
                        + " to " + Figures.number(now.quantile(0.75));
    }

    private Optional<Finding> categories(
            ColumnFacts before,
            double valuesBefore,
            double trainedShare,
            Column column,
            double values,
            Optional<Feature.Categorical> feature) {
        Optional<Finding> fresh = feature.flatMap(
                known -> newValues(known, before.profile(), valuesBefore, trainedShare, column, values));
        return fresh.isPresent() ? fresh : moved(Subject.column(column), before.profile(), valuesBefore, column);
    }

    private Optional<Finding> newValues(
            Feature.Categorical known,
            ColumnProfile before,
            double valuesBefore,
            double trainedShare,
            Column column,
            double values) {
        double most = chance.rowsBeyond(valuesBefore * trainedShare, values, Math.max(1, column.distinctValues()));
        List<Integer> fresh = IntStream.range(1, column.codes())
                .filter(column::isValue)
                .filter(code -> column.count(code) > most && known.code(column.category(code)) < 0)
                .boxed()
                .sorted(Comparator.comparingInt(code -> -column.count(code)))
                .toList();
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        double rows = fresh.stream().mapToDouble(column::count).sum();
        return Optional.of(Finding.of(
                "new-values",
                rows / values,
                "'" + column.name() + "' has " + (fresh.size() == 1 ? "a value" : "values")
                        + " that the previous model has not seen: "
                        + Text.list(
                                fresh.stream()
                                        .map(code -> "'" + shown(column.category(code)) + "' in "
                                                + Figures.rows(column.count(code)))
                                        .toList(),
                                SHOWN_VALUES)
                        + gone(known, before, valuesBefore, column, values) + ". Check the spelling"));
    }

    /** The frequent values of before that no row has any more: they may be the same things by another name. */
    private static String gone(
            Feature.Categorical known, ColumnProfile before, double valuesBefore, Column column, double values) {
        Set<Integer> present = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .mapToObj(code -> known.code(column.category(code)))
                .collect(Collectors.toSet());
        List<String> lost = before.counts().stream()
                .filter(count -> count.rows() * values > MIN_EXPECTED * valuesBefore
                        && !present.contains(known.code(count.value())))
                .map(count -> "'" + shown(count.value()) + "'")
                .toList();
        return lost.isEmpty()
                ? ""
                : "; no row has " + Text.list(lost, SHOWN_VALUES) + " any more, which clients may still send";
    }

    /**
     * What moved.
     *
     * @param name of the anomaly
     * @param what the beginning of a sentence that continues with the previous dataset
     * @param check what to check
     */
    private record Subject(String name, String what, String check) {
        static Subject column(Column column) {
            return new Subject(
                    "moved-column",
                    "'" + column.name() + "' has other values than",
                    ". Check where the column comes from");
        }

        static Subject label(Column label) {
            return new Subject(
                    "moved-label",
                    "the label '" + label.name() + "' has other values than",
                    ". Check where the labels come from");
        }

        Finding finding(Shift shift, String change) {
            return Finding.of(name, shift.index(), what + " in the previous dataset: " + change + check);
        }
    }

    /** A label that is classes. */
    Optional<Finding> classes(ColumnProfile before, double rowsBefore, Column label) {
        return moved(Subject.label(label), before, rowsBefore, label);
    }

    /** A label that is a number. */
    Optional<Finding> number(ColumnProfile before, Column label, ColumnProfile now) {
        if (before.bins().size() < 2) {
            return Optional.empty();
        }
        Counts counts = Counts.ofNumbers(before, label);
        Shift shift = Shift.of(counts.before(), counts.now());
        if (!shift.moved(chance)) {
            return isFar(before, now)
                    ? range("the label '" + label.name() + "'", "", counts, before, now)
                    : Optional.empty();
        }
        return UnitJump.between(before, now)
                .map(jump -> Finding.of(
                        Drift.UNIT_JUMP,
                        100 + shift.index(),
                        "the label '" + label.name() + "' may have another unit: " + jump.sentence()
                                + " (the median was " + median(before) + " and is " + median(now)
                                + "). Clients would get predictions in the new unit. Write it in the previous one"))
                .or(() -> range(
                                "the label '" + label.name() + "'",
                                ". Clients would get predictions like these. Check whether the label still has the same"
                                        + " meaning and unit",
                                counts,
                                before,
                                now)
                        .filter(finding -> finding.anomaly().name().equals(Drift.OTHER_RANGE)))
                .or(() -> Optional.of(Subject.label(label).finding(shift, movedTo(before, now, counts))));
    }

    private Optional<Finding> moved(Subject subject, ColumnProfile before, double valuesBefore, Column column) {
        if (before.counts().isEmpty()) {
            return Optional.empty();
        }
        Counts counts = Counts.ofCategories(before, valuesBefore, column);
        Shift shift = Shift.of(counts.before(), counts.now());
        if (!shift.moved(chance)) {
            return Optional.empty();
        }
        int bin = counts.largestChange();
        String was = Figures.percent((double) counts.before()[bin] / counts.rowsBefore());
        String is = Figures.percent((double) counts.now()[bin] / counts.rowsNow());
        return Optional.of(subject.finding(
                shift,
                bin < before.counts().size()
                        ? "'" + shown(before.counts().get(bin).value()) + "' had " + was + " of the rows and has " + is
                        : otherValues(before, column) + " together had " + was + " of the rows and now " + is));
    }

    /** The values that are not in the profile, which has the most frequent ones. */
    private static String otherValues(ColumnProfile before, Column column) {
        Set<String> known = before.counts().stream().map(CategoryCount::value).collect(Collectors.toSet());
        List<String> others = IntStream.range(1, column.codes())
                .filter(column::isValue)
                .filter(code -> column.count(code) > 0 && !known.contains(column.category(code)))
                .boxed()
                .sorted(Comparator.comparingInt(code -> -column.count(code)))
                .map(code -> "'" + shown(column.category(code)) + "'")
                .toList();
        return others.isEmpty() ? "rare values" : Text.list(others, SHOWN_VALUES);
    }

    /** Whether another column has the distribution that this one had. */
    boolean isLike(ColumnFacts before, double rowsBefore, Column other) {
        Counts counts = before.kind().equals("numeric")
                ? Counts.ofNumbers(before.profile(), other)
                : Counts.ofCategories(before.profile(), rowsBefore * (1 - before.missing()), other);
        return counts.rowsBefore() >= MIN_ROWS
                && counts.rowsNow() >= MIN_ROWS
                && !Shift.of(counts.before(), counts.now()).moved(chance);
    }

    private static String shown(String value) {
        return Text.truncate(value, SHOWN_LENGTH);
    }
}
