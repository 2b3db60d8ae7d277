package dev.dropfit.core.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Numbers that are written as two or three: fractions, coordinates, heights, ages, seasons, ratios, scores, ranges, pairs. */
public enum CompoundNumber implements Notation {
    /** {@code 1/2}, {@code 3 1/2}, {@code 3-1/2}: a number. */
    FRACTION("a number, or a fraction like 3 1/2") {
        @Override
        double number(NumberTexts texts) {
            return texts.fraction();
        }
    },
    /** {@code 12.3W}, {@code N 52.1}, {@code 52°12'30"N}: degrees, negative in the south and in the west. */
    COORDINATE("a number of degrees, or one with its direction like 12.3W") {
        @Override
        double number(NumberTexts texts) {
            return texts.coordinate();
        }
    },
    /** {@code 6'2"}, {@code 6 ft 2 in}: inches. */
    FEET_AND_INCHES("a number of inches, or feet and inches like 6'2\"") {
        @Override
        double number(NumberTexts texts) {
            return texts.inches();
        }
    },
    /** {@code 1 year and 4 months}, {@code 2 tahun - 3 bulan}: months. */
    YEARS_AND_MONTHS("a number of months, or years and months like 1 year and 4 months") {
        @Override
        double number(NumberTexts texts) {
            return texts.months();
        }
    },
    /** {@code 2013/14}, {@code 2013-2014}: the first year. */
    SEASON("a year, or a season like 2013/14") {
        @Override
        double number(NumberTexts texts) {
            return texts.season();
        }
    },
    /** {@code 3:1}, {@code 16:9}: how many times the second number the first one is. */
    RATIO("a number, or a ratio like 3:1") {
        @Override
        double number(NumberTexts texts) {
            return texts.ratio();
        }
    },
    /** {@code 5-11}, {@code 2:0}: the first number minus the second one. */
    SCORE("a number, or a score like 5-11") {
        @Override
        double number(NumberTexts texts) {
            return texts.difference();
        }
    },
    /** {@code 12-15}, {@code 12 to 15}, {@code >15}, {@code $10k-$20k}: the middle of the range, or its only end. */
    RANGE("a number, or a range like 12-15") {
        @Override
        double number(NumberTexts texts) {
            return texts.middle();
        }
    },
    /** {@code 120/80}, {@code (52.1, 4.3)}, {@code POINT (4.3 52.1)}, {@code 12.5 ± 0.3}, {@code 5.2 [3.1-7.2]}: the first number. */
    FIRST_OF_TWO("a number, or two numbers like 120/80, of which the first one counts") {
        @Override
        double number(NumberTexts texts) {
            return texts.firstOfTwo();
        }
    };

    private static final int MAX_LENGTH = 64;

    private final String accepted;

    CompoundNumber(String accepted) {
        this.accepted = accepted;
    }

    /** The number of a text; NaN if it is not written like this. */
    abstract double number(NumberTexts texts);

    /** The lower end of a range; NaN if the text is none. */
    public static double lowEnd(String text) {
        NumberTexts texts = NumberTexts.of(text);
        double[] ends = texts == null ? null : texts.ends();
        return ends == null ? Double.NaN : ends[0];
    }

    /** The last number of a text; NaN if it has none. */
    public static double lastNumber(String text) {
        NumberTexts texts = NumberTexts.of(text);
        return texts == null ? Double.NaN : texts.numbers().get(texts.numbers().size() - 1);
    }

    /** The one with this name in model files. */
    public static Optional<CompoundNumber> find(String text) {
        return Arrays.stream(values())
                .filter(compound -> compound.text().equals(text))
                .findFirst();
    }

    /** The name in model files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isTime() {
        return false;
    }

    @Override
    public String accepted() {
        return accepted;
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        if (length > MAX_LENGTH) {
            return Double.NaN;
        }
        NumberTexts texts = NumberTexts.of(new String(buffer, offset, length));
        return texts == null ? Double.NaN : number(texts);
    }
}
