package dev.dropfit.core.format;

/** Units of which people mix several in one column, such as g and kg. Pure functions. */
public final class Units {
    private static final double GRAMS_PER_POUND = 453.59237;
    private static final double METRES_PER_INCH = 0.0254;
    private static final double DAY = 86_400;

    private Units() {}

    /** What units measure. Units of one kind can be converted into each other. */
    public enum Measure {
        MASS,
        LENGTH,
        VOLUME,
        TIME,
        DATA,
        /** The text is not a unit. */
        NONE
    }

    /**
     * What a unit measures.
     *
     * @param unit in lower case, singular or plural
     */
    public static Measure measure(String unit) {
        return switch (singular(unit)) {
            case "mg",
                    "g",
                    "gr",
                    "gram",
                    "gramme",
                    "kg",
                    "kilo",
                    "kilogram",
                    "t",
                    "ton",
                    "tonne",
                    "lb",
                    "pound",
                    "oz",
                    "ounce" -> Measure.MASS;
            case "mm",
                    "cm",
                    "dm",
                    "m",
                    "meter",
                    "metre",
                    "km",
                    "in",
                    "inch",
                    "ft",
                    "foot",
                    "feet",
                    "yd",
                    "yard",
                    "mi",
                    "mile" -> Measure.LENGTH;
            case "ml", "cl", "dl", "l", "liter", "litre" -> Measure.VOLUME;
            case "ms",
                    "s",
                    "sec",
                    "second",
                    "min",
                    "minute",
                    "h",
                    "hr",
                    "hour",
                    "d",
                    "day",
                    "week",
                    "month",
                    "mo",
                    "year",
                    "yr" -> Measure.TIME;
            case "b", "byte", "kb", "mb", "gb", "tb" -> Measure.DATA;
            default -> Measure.NONE;
        };
    }

    /**
     * How many of the second unit the first one is; NaN if they do not measure the same.
     *
     * @param from in lower case, singular or plural, as {@code to}
     */
    public static double factor(String from, String to) {
        Measure measure = measure(from);
        return measure == Measure.NONE || measure != measure(to)
                ? Double.NaN
                : size(singular(from)) / size(singular(to));
    }

    /** The size of a unit, in grams, metres, litres, seconds or bytes. Years and months have their average length. */
    private static double size(String unit) {
        return switch (unit) {
            case "mg", "mm", "ml", "ms" -> 0.001;
            case "cm", "cl" -> 0.01;
            case "dm", "dl" -> 0.1;
            case "kg", "kilo", "kilogram", "km", "kb" -> 1e3;
            case "t", "ton", "tonne", "mb" -> 1e6;
            case "gb" -> 1e9;
            case "tb" -> 1e12;
            case "lb", "pound" -> GRAMS_PER_POUND;
            case "oz", "ounce" -> GRAMS_PER_POUND / 16;
            case "in", "inch" -> METRES_PER_INCH;
            case "ft", "foot", "feet" -> 12 * METRES_PER_INCH;
            case "yd", "yard" -> 36 * METRES_PER_INCH;
            case "mi", "mile" -> 63_360 * METRES_PER_INCH;
            case "min", "minute" -> 60;
            case "h", "hr", "hour" -> 3600;
            case "d", "day" -> DAY;
            case "week" -> 7 * DAY;
            case "month", "mo" -> 365.25 / 12 * DAY;
            case "year", "yr" -> 365.25 * DAY;
            default -> 1;
        };
    }

    private static String singular(String unit) {
        if (unit.equals("inches")) {
            return "inch";
        }
        return unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
    }
}
