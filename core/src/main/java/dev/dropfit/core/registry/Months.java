package dev.dropfit.core.registry;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds objects whose names begin with a time, by listing the names of a month or a year: a model may have thousands of them, of many years. */
final class Months {
    /** How far back to look for the newest ones. */
    private static final int LISTED = 13;

    /** How many months are listed on their own, with few names each; the next month too, as clocks differ. */
    private static final int ONE_BY_ONE = 3;

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

    private Months() {}

    /** Lists objects by the beginning of the time in their names, oldest first. */
    @FunctionalInterface
    interface Listing<T> {
        List<T> list(String time) throws IOException;
    }

    /** The months from one time to another, as names begin. */
    static List<String> between(Instant from, Instant to) {
        List<String> months = new ArrayList<>();
        YearMonth last = YearMonth.from(to.atOffset(ZoneOffset.UTC));
        for (YearMonth month = YearMonth.from(from.atOffset(ZoneOffset.UTC));
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            months.add(MONTH.format(month));
        }
        return months;
    }

    /**
     * The newest objects, newest first. Lists the latest months one by one, then whole years, until there are enough, or until it has listed a year and
     * everything since the version that is served.
     *
     * @param served the version that is served; empty when there is none
     * @param time the time in the name of what was listed, as text
     */
    static <T> List<T> newest(
            int limit, Optional<Version> served, Instant now, Listing<T> listing, Function<T, String> time)
            throws IOException {
        YearMonth newestMonth = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1);
        YearMonth oldestMonth = served.map(
                        version -> YearMonth.from(version.time().atOffset(ZoneOffset.UTC)))
                .filter(newestMonth.minusMonths(LISTED)::isAfter)
                .orElse(newestMonth.minusMonths(LISTED));
        List<T> newest = new ArrayList<>();
        YearMonth month = newestMonth;
        for (;
                newest.size() < limit && month.isAfter(newestMonth.minusMonths(ONE_BY_ONE));
                month = month.minusMonths(1)) {
            addNewest(newest, listing.list(MONTH.format(month)), limit);
        }
        String before = MONTH.format(month.plusMonths(1));
        String from = MONTH.format(oldestMonth);
        for (int year = month.getYear(); newest.size() < limit && year >= oldestMonth.getYear(); year--) {
            List<T> older = listing.list(String.format(Locale.ROOT, "%04d", year)).stream()
                    .filter(found -> time.apply(found).compareTo(before) < 0)
                    .filter(found -> time.apply(found).compareTo(from) >= 0)
                    .toList();
            addNewest(newest, older, limit);
        }
        return newest;
    }

    private static <T> void addNewest(List<T> newest, List<T> found, int limit) {
        for (int i = found.size() - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(found.get(i));
        }
    }
}
