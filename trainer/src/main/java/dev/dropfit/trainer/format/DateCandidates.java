package dev.dropfit.trainer.format;

import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.DateNotation.Parts;
import java.util.DoubleSummaryStatistics;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The notations of dates that the texts of a column may have. */
final class DateCandidates {
    /** A text column is recognised by its first values. */
    private static final int FIRST_VALUES = 100;

    private static final Pattern THREE_SHORT = Pattern.compile("\\d\\d([-./])\\d\\d?\\1(\\d\\d)");
    private static final Pattern TWO_SHORT = Pattern.compile("\\d\\d?/(\\d\\d)");
    /** As a year, a number from here to the last day of a month would be in the future. */
    private static final int FIRST_CLEAR_DAY = 27;

    private static final int LAST_DAY = 31;
    /** With fewer clear days or different years, the numbers may be something else. */
    private static final int MIN_CLEAR_DAYS = 2;

    private static final int MIN_YEARS = 3;
    /** Fewer different months and years may be fractions or pairs. */
    private static final int MIN_MONTHS = 12;
    /** The years of a column have few gaps. */
    private static final int YEARS_PER_YEAR = 2;

    private final Distinct distinct;
    private final int[] texts;

    /** @param texts the codes of the texts, at least one */
    DateCandidates(Distinct distinct, int[] texts) {
        this.distinct = distinct;
        this.texts = texts;
    }

    /**
     * Dates that can't be read with a year of four digits or at the end: {@code 14-01-31}, {@code 1/86}. Empty if the texts are none, or may be others.
     */
    Optional<DateNotation> brief() {
        if (areMostly(THREE_SHORT)) {
            return yearFirst();
        }
        return areMostly(TWO_SHORT) ? monthAndYear() : Optional.empty();
    }

    /** The year is first if only then the dates exist, or if the last numbers are days and the dates closer together. */
    private Optional<DateNotation> yearFirst() {
        DateNotation yearFirst = withCentury(Parts.YEAR_MONTH_DAY);
        DateNotation dayFirst = withCentury(Parts.DAY_MONTH_YEAR);
        DateNotation monthFirst = withCentury(Parts.MONTH_DAY_YEAR);
        long read = rows(yearFirst);
        long others = Math.max(rows(dayFirst), rows(monthFirst));
        double span = span(times(yearFirst));
        boolean closer = span < span(times(dayFirst)) && span < span(times(monthFirst));
        int days = lastNumbers(THREE_SHORT, 2)
                .subSet(FIRST_CLEAR_DAY, true, LAST_DAY, true)
                .size();
        return read > others || (read == others && closer && days >= MIN_CLEAR_DAYS)
                ? Optional.of(yearFirst)
                : Optional.empty();
    }

    /** A year after the 31st day of a month can't be a day; fractions do not have so many denominators next to each other. */
    private Optional<DateNotation> monthAndYear() {
        NavigableSet<Integer> years = lastNumbers(TWO_SHORT, 1);
        boolean clear = years.first() == 0 || years.last() > LAST_DAY;
        boolean dense = years.last() - years.first() < YEARS_PER_YEAR * years.size()
                // From 1998 to 2003 the two digits have a gap.
                || years.first() + 100 - years.last() < YEARS_PER_YEAR * years.size();
        DateNotation notation = withCentury(Parts.MONTH_YEAR);
        return clear && dense && years.size() >= MIN_YEARS && texts.length >= MIN_MONTHS
                ? Optional.of(notation)
                : Optional.empty();
    }

    private boolean areMostly(Pattern pattern) {
        int shown = Math.min(FIRST_VALUES, texts.length);
        long matching = IntStream.of(texts)
                .limit(shown)
                .filter(code -> pattern.matcher(distinct.category(code)).matches())
                .count();
        return 2 * matching > shown;
    }

    private NavigableSet<Integer> lastNumbers(Pattern pattern, int group) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (int code : texts) {
            Matcher matcher = pattern.matcher(distinct.category(code));
            if (matcher.matches()) {
                numbers.add(Integer.valueOf(matcher.group(group)));
            }
        }
        return numbers;
    }

    private long rows(DateNotation notation) {
        return IntStream.of(texts)
                .filter(code -> !Double.isNaN(notation.value(distinct.category(code))))
                .mapToLong(distinct::count)
                .sum();
    }

    /**
     * The notation with the years of two digits that are closest together: 58 and 15 are 1958 and 2015, 35 and 24 are 2035 and 2024. Of two that are
     * as close, the earlier ones: more columns have dates of birth than dates in the far future.
     */
    DateNotation withCentury(Parts parts) {
        DateNotation late = new DateNotation(parts, DateNotation.DEFAULT_FIRST_YEAR);
        DateNotation early = new DateNotation(parts, DateNotation.EARLIER_FIRST_YEAR);
        DoubleSummaryStatistics ofLate = times(late);
        DoubleSummaryStatistics ofEarly = times(early);
        return ofEarly.getSum() < ofLate.getSum() && span(ofEarly) <= span(ofLate) ? early : late;
    }

    private static double span(DoubleSummaryStatistics times) {
        return times.getCount() == 0 ? Double.POSITIVE_INFINITY : times.getMax() - times.getMin();
    }

    private DoubleSummaryStatistics times(DateNotation notation) {
        return IntStream.of(texts)
                .mapToDouble(code -> notation.value(distinct.category(code)))
                .filter(time -> !Double.isNaN(time))
                .summaryStatistics();
    }
}
