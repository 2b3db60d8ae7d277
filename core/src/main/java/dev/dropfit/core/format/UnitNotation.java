package dev.dropfit.core.format;

/**
 * Numbers with different units of one kind: {@code 12 kg}, {@code 800 g}. All are converted to one unit, which a number without a unit has.
 *
 * @param numbers how the numbers are written, without the units
 * @param unit the unit of the values, in lower case
 */
public record UnitNotation(NumberNotation numbers, String unit) implements Notation {
    public UnitNotation {
        if (Units.measure(unit) == Units.Measure.NONE) {
            throw new IllegalArgumentException("'" + unit + "' is not a unit that can be converted");
        }
        if (!numbers.hasOnlySeparators()) {
            throw new IllegalArgumentException("The numbers have other texts than units");
        }
    }

    @Override
    public boolean reads(Notation other) {
        return equals(other)
                || other.equals(new NumberNotation(numbers.decimal(), numbers.grouping(), "", unit, false));
    }

    @Override
    public boolean isTime() {
        return false;
    }

    @Override
    public String accepted() {
        return "a number of " + unit + ", or a number with its unit, like 12 " + unit;
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        NumberParts parts = NumberParts.of(buffer, offset, length);
        if (parts == null || parts.hasPrefix()) {
            return Double.NaN;
        }
        double factor = parts.hasSuffix() ? Units.factor(parts.suffix(buffer), unit) : 1;
        return Double.isNaN(factor) ? factor : numbers.number(buffer, parts, factor);
    }
}
