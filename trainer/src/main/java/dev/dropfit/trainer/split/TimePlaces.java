package dev.dropfit.trainer.split;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Places rows by a column of dates or numbers, the latest first, so that the holdout is the newest part. Rows with the same value have the same place. The
 * holdout begins at the value whose share of rows is nearest to the wanted one. Rows without a value are the oldest, and never held out.
 */
public final class TimePlaces {
    private final Table table;
    private final double[] values;
    private final double[] ascending;

    private TimePlaces(Table table, double[] values) {
        this.table = table;
        this.values = values;
        double[] sorted =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        Arrays.parallelSort(sorted);
        this.ascending = sorted;
    }

    /**
     * Reads the order of the rows.
     *
     * @throws InvalidSettingsException when the column has neither dates nor numbers, or one value only
     */
    static TimePlaces of(Table table, Column column) throws InvalidSettingsException {
        boolean timed = column.times() > 0;
        TimePlaces order = new TimePlaces(table, values(table, column, timed));
        if (order.ascending.length == 0) {
            throw new InvalidSettingsException("dropfit.json: split.time is '" + column.name()
                    + "', which has no dates or numbers, first " + column.firstOther()
                    + "; name a column of dates, times, years or numbers that grow with time");
        }
        if (order.ascending[0] == order.ascending[order.ascending.length - 1]) {
            throw new InvalidSettingsException("dropfit.json: split.time is '" + column.name()
                    + "', which has the same value in all rows; name a column with several dates");
        }
        return order;
    }

    /** The time of each row, or its number if the column has no dates; NaN for a row without one. */
    public static double[] values(Table table, Column column) {
        return values(table, column, column.times() > 0);
    }

    private static double[] values(Table table, Column column, boolean timed) {
        double[] values = new double[table.rows()];
        double[] lookup = new double[column.codes()];
        for (int code = 1; code < lookup.length; code++) {
            lookup[code] = timed ? column.time(code) : column.number(code);
        }
        lookup[0] = Double.NaN;
        double[] decoded = new double[Table.CHUNK];
        int row = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            column.decode(chunk, lookup, decoded);
            boolean coded = column.codedIn(chunk);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                values[row++] = coded || !timed ? decoded[i] : column.plainTime(decoded[i]);
            }
        }
        return values;
    }

    /** The first value of the holdout; positive infinity if nothing is held out. */
    double boundary(double share) {
        double wanted = share * values.length;
        if (wanted == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double boundary = Double.POSITIVE_INFINITY;
        double distance = Double.POSITIVE_INFINITY;
        for (int i = ascending.length - 1; i > 0; i--) {
            if (ascending[i] != ascending[i - 1]) {
                double off = Math.abs(ascending.length - i - wanted);
                if (off < distance) {
                    distance = off;
                    boundary = ascending[i];
                }
            }
        }
        return boundary;
    }

    /** The number of rows without a value. */
    int missing() {
        return values.length - ascending.length;
    }

    /** A note about rows without a value. */
    Optional<Anomaly> missingNote(Column column) {
        return missing() == 0
                ? Optional.empty()
                : Optional.of(Anomaly.of(
                        "split-missing",
                        Figures.rows(missing())
                                + (missing() == 1 ? " has no date in '" : " have no date in '") + column.name()
                                + "': " + (missing() == 1 ? "it counts" : "they count")
                                + " as the oldest, and "
                                + (missing() == 1 ? "is a training row" : "are training rows")));
    }

    /**
     * The table with places by these values.
     *
     * @param share the share of places of the holdout, from 0 to 1
     */
    Table placed(double share) {
        double boundary = boundary(share);
        int held = ascending.length - firstAtLeast(boundary);
        int bound = (int) Math.round(share * Table.PLACES);
        List<char[]> places = new ArrayList<>();
        int row = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            char[] placed = new char[table.rowsIn(chunk)];
            for (int i = 0; i < placed.length; i++) {
                double value = values[row++];
                // The number of rows with later values.
                long later = Double.isNaN(value) ? ascending.length : ascending.length - firstAfter(value);
                placed[i] = (char)
                        (later < held
                                ? later * bound / held
                                : bound + (later - held) * (Table.PLACES - bound) / (values.length - held));
            }
            places.add(placed);
        }
        return table.placed(places);
    }

    private int firstAtLeast(double value) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int firstAfter(double value) {
        return firstAtLeast(Math.nextUp(value));
    }

    /** Whether a row is not before a value. */
    boolean isFrom(double value, int row) {
        return values[row] >= value;
    }

    /** A value as text: a date, a date and time, or a number. */
    public static String text(Column column, double value) {
        if (column.times() == 0) {
            return Figures.number(value);
        }
        String instant = Instant.ofEpochSecond((long) Math.floor(value)).toString();
        return instant.endsWith("T00:00:00Z")
                ? instant.substring(0, instant.length() - "T00:00:00Z".length())
                : instant;
    }
}
