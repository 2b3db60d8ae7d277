package dev.dropfit.cli.onnx;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.model.DatePart;

/**
 * The parts of a time as nodes of a graph: what {@link DatePart#number} computes. Years and months follow from days by the arithmetic of H.
 * Hinnant, chrono-Compatible Low-Level Date Algorithms (2013), in whole numbers that a double holds exactly. A missing time, NaN, has missing parts.
 */
final class DateNodes {
    private static final int SECONDS_PER_HOUR = 3600;

    /** From 0000-03-01 to 1970-01-01. */
    private static final int DAYS_BEFORE_1970 = 719_468;

    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;

    private final Graph graph;
    private final String seconds;
    private final String whole;
    private final String day;

    /** @param seconds a tensor: since 1970, UTC */
    DateNodes(Graph graph, String seconds) {
        this.graph = graph;
        this.seconds = seconds;
        whole = graph.node("Floor", seconds);
        day = quotient(whole, DateTimes.SECONDS_PER_DAY);
    }

    /** A tensor of this part. */
    String part(DatePart part) {
        return switch (part.component()) {
            case YEAR -> year();
            case MONTH -> month();
            case DAY_OF_WEEK -> plus(remainder(plus(day, 3), 7), 1);
            case HOUR -> quotient(remainder(whole, DateTimes.SECONDS_PER_DAY), SECONDS_PER_HOUR);
            case AGE ->
                graph.node(
                        "Div",
                        graph.node("Sub", graph.number((double) part.reference().getEpochSecond()), seconds),
                        graph.number(DateTimes.SECONDS_PER_DAY));
        };
    }

    private String year() {
        String era = quotient(plus(day, DAYS_BEFORE_1970), DAYS_PER_ERA);
        String years = graph.node("Add", yearOfEra(), times(era, YEARS_PER_ERA));
        // January and February, which are the last months of such a year, belong to the next one.
        return graph.node("Add", years, quotient(monthFromMarch(), 10));
    }

    /** 0 is March, 11 is February. */
    private String month() {
        String month = monthFromMarch();
        return graph.node("Sub", plus(month, 3), times(quotient(month, 10), 12));
    }

    private String dayOfEra() {
        return remainder(plus(day, DAYS_BEFORE_1970), DAYS_PER_ERA);
    }

    private String yearOfEra() {
        String dayOfEra = dayOfEra();
        String withoutLeapDays = graph.node("Sub", dayOfEra, quotient(dayOfEra, 1460));
        String withCenturies = graph.node("Add", withoutLeapDays, quotient(dayOfEra, 36_524));
        return quotient(graph.node("Sub", withCenturies, quotient(dayOfEra, DAYS_PER_ERA - 1)), 365);
    }

    private String monthFromMarch() {
        String year = yearOfEra();
        String leapDays = graph.node("Sub", quotient(year, 4), quotient(year, 100));
        String before = graph.node("Add", times(year, 365), leapDays);
        String dayOfYear = graph.node("Sub", dayOfEra(), before);
        return quotient(plus(times(dayOfYear, 5), 2), 153);
    }

    private String plus(String tensor, double number) {
        return graph.node("Add", tensor, graph.number(number));
    }

    private String times(String tensor, double number) {
        return graph.node("Mul", tensor, graph.number(number));
    }

    /** The quotient of whole numbers, rounded down. */
    private String quotient(String tensor, double divisor) {
        return graph.node("Floor", graph.node("Div", tensor, graph.number(divisor)));
    }

    /** The remainder of whole numbers, never negative. */
    private String remainder(String tensor, double divisor) {
        return graph.node("Sub", tensor, times(quotient(tensor, divisor), divisor));
    }
}
