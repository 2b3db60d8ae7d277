package dev.dropfit.trainer.drift;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.ColumnProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A column that seems to have another unit: its quantiles are those of the previous dataset times a factor that is usual between units.
 *
 * @param sentence how the new values follow from the old ones, as a part of a sentence
 */
record UnitJump(String sentence) {
    private static final List<Unit> UNITS = List.of(
            new Unit(10, 0, ""),
            new Unit(100, 0, ""),
            new Unit(1_000, 0, ""),
            new Unit(10_000, 0, ""),
            new Unit(1_000_000, 0, ""),
            new Unit(60, 0, "minutes and seconds, or hours and minutes"),
            new Unit(3_600, 0, "hours and seconds"),
            new Unit(24, 0, "days and hours"),
            new Unit(7, 0, "weeks and days"),
            new Unit(12, 0, "years and months"),
            new Unit(365.25, 0, "years and days"),
            new Unit(2.54, 0, "inches and centimetres"),
            new Unit(25.4, 0, "inches and millimetres"),
            new Unit(2.20462, 0, "kilograms and pounds"),
            new Unit(28.3495, 0, "ounces and grams"),
            new Unit(1.60934, 0, "miles and kilometres"),
            new Unit(3.28084, 0, "metres and feet"),
            new Unit(3.78541, 0, "gallons and litres"),
            new Unit(10.7639, 0, "square metres and square feet"),
            new Unit(1.8, 32, "degrees Celsius and Fahrenheit"));

    private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};

    /** How far a quantile may be from its expected place, as a share of the expected distance between the outer ones. */
    private static final double TOLERANCE = 0.1;

    private static final double LARGE_FACTOR = 10;

    /** Of a large factor, which is hardly anything but a unit. The outer quantiles of a skewed column vary by chance. */
    private static final double TOLERANCE_OF_LARGE_FACTORS = 0.2;

    /**
     * A conversion between two units.
     *
     * @param factor more than 1
     * @param offset added after the multiplication
     * @param names of the units; empty if it has several meanings
     */
    private record Unit(double factor, double offset, String names) {
        double tolerance() {
            return factor >= LARGE_FACTOR ? TOLERANCE_OF_LARGE_FACTORS : TOLERANCE;
        }

        /** The factor with its fraction, if it has one. */
        String times() {
            return factor == Math.rint(factor) ? Figures.count((long) factor) : Double.toString(factor);
        }
    }

    /** The jump between two profiles of numbers; the column is known to have moved. Of several units, the one that fits best. */
    static Optional<UnitJump> between(ColumnProfile before, ColumnProfile now) {
        double[] old = quantiles(before);
        double[] fresh = quantiles(now);
        double best = TOLERANCE_OF_LARGE_FACTORS;
        Optional<UnitJump> found = Optional.empty();
        boolean signed = old[0] < 0 && old[old.length - 1] > 0;
        for (Unit unit : UNITS) {
            if (signed && unit.factor() < LARGE_FACTOR && unit.offset() == 0) {
                // Around zero, noise makes a column wider as a unit would.
                continue;
            }
            double larger = distance(old, fresh, unit);
            double smaller = distance(fresh, old, unit);
            if (larger < Math.min(best, unit.tolerance())) {
                best = larger;
                found = Optional.of(new UnitJump(sentence(unit, true)));
            }
            if (smaller < Math.min(best, unit.tolerance())) {
                best = smaller;
                found = Optional.of(new UnitJump(sentence(unit, false)));
            }
        }
        return found;
    }

    private static String sentence(Unit unit, boolean larger) {
        String names = unit.names().isEmpty() ? "" : ", as between " + unit.names();
        if (unit.offset() != 0) {
            return "its values changed" + names;
        }
        return larger
                ? "its values are about " + unit.times() + " times as large as before" + names
                : "its values were about " + unit.times() + " times as large before" + names;
    }

    private static double[] quantiles(ColumnProfile profile) {
        return Arrays.stream(SHARES).map(profile::quantile).toArray();
    }

    /**
     * The greatest distance of a quantile from its expected place, as a share of the expected distance between the outer ones. NaN if a quantile
     * is not known, or if the outer ones are equal.
     */
    private static double distance(double[] from, double[] to, Unit unit) {
        double width = unit.factor() * (from[from.length - 1] - from[0]);
        double greatest = 0;
        for (int i = 0; i < from.length; i++) {
            greatest = Math.max(greatest, Math.abs(to[i] - unit.factor() * from[i] - unit.offset()) / width);
        }
        return width > 0 ? greatest : Double.NaN;
    }
}
