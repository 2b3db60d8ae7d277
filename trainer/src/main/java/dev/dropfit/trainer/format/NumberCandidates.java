package dev.dropfit.trainer.format;

import dev.dropfit.core.format.Currencies;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.format.NumberParts;
import dev.dropfit.core.format.UnitNotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the notation of numbers that reads the most values of a column. */
final class NumberCandidates {
    /** A text column is recognised by its first values. */
    private static final int FIRST_VALUES = 100;
    /** With fewer different values, three digits after a point may be chance. */
    private static final int MIN_GROUPED = 10;

    private static final int THOUSAND = 1000;
    private static final int GROUP = 3;
    private static final double FAR = 100;
    /** In Turkish before the number. */
    private static final String PERCENT = "%";

    private static final int MAX_MARKERS = 3;
    /** A word such as "free" is a price only among so many different numbers. */
    private static final int MIN_PRICES = 3;

    private final Distinct distinct;
    private final int[] texts;
    private final int[] numbers;
    private final char separator;
    private final boolean decimalPoints;
    private String prefix = "";
    private String suffix = "";
    private boolean multipliers;
    /** Whether the texts after the numbers are units that can be converted into the most frequent one, {@link #suffix}. */
    private boolean mixedUnits;

    private final Affixes affixes = new Affixes();
    private boolean comma;
    private boolean point;
    private char grouping = NumberNotation.NO_GROUPING;

    /**
     * A notation and what speaks for and against it.
     *
     * @param notation the notation
     * @param readRows the rows whose text it reads
     * @param contradictingRows the rows with a plain number that is not written like this
     * @param unclear whether another notation reads the same rows with other numbers, and nothing in the column decides
     */
    record Choice(Notation notation, long readRows, long contradictingRows, boolean unclear) {}

    private NumberCandidates(Distinct distinct, int[] texts, int[] numbers, char separator, boolean decimalPoints) {
        this.distinct = distinct;
        this.texts = texts;
        this.numbers = numbers;
        this.separator = separator;
        this.decimalPoints = decimalPoints;
    }

    /**
     * The best notation; empty if the texts are not numbers.
     *
     * @param texts the codes of the texts, at least one
     * @param numbers the codes of the plain numbers
     * @param separator the character between the cells of the file
     * @param decimalPoints whether other columns of the file have decimal points
     */
    static Optional<Choice> best(Distinct distinct, int[] texts, int[] numbers, char separator, boolean decimalPoints) {
        NumberCandidates candidates = new NumberCandidates(distinct, texts, numbers, separator, decimalPoints);
        return candidates.looksNumeric() && candidates.findAffixes() ? candidates.choose() : Optional.empty();
    }

    /**
     * Why numbers with texts around them can't be compared: several currencies, or units that measure different things. Empty if it is not so.
     *
     * @param texts the codes of the texts, at least one
     */
    static Optional<String> clash(Distinct distinct, int[] texts) {
        NumberCandidates candidates = new NumberCandidates(distinct, texts, new int[0], ',', true);
        if (!candidates.looksNumeric()) {
            return Optional.empty();
        }
        candidates.findAffixes();
        return candidates.affixes.clash();
    }

    private @Nullable NumberParts parts(int code) {
        char[] text = distinct.category(code).toCharArray();
        return NumberParts.of(text, 0, text.length);
    }

    private boolean looksNumeric() {
        int shown = Math.min(FIRST_VALUES, texts.length);
        long read = IntStream.of(texts)
                .limit(shown)
                .filter(code -> parts(code) != null)
                .count();
        boolean free = read + numbers.length >= MIN_PRICES
                && IntStream.of(texts).anyMatch(code -> NumberNotation.isFree(distinct.category(code)));
        return 2 * read > shown || (texts.length <= 2 * MAX_MARKERS && (read > 0 || free));
    }

    /** Finds the texts before and after the numbers; returns whether they can be a currency and a unit. */
    private boolean findAffixes() {
        boolean capital = false;
        for (int code : texts) {
            char[] text = distinct.category(code).toCharArray();
            NumberParts parts = NumberParts.of(text, 0, text.length);
            if (parts != null) {
                boolean marked = MarkedNotation.hasMark(distinct.category(code));
                if (parts.hasPrefix() && (marked || isPrefix(parts.prefix(text)))) {
                    affixes.addPrefix(parts.prefix(text), distinct.count(code));
                }
                if (parts.hasSuffix()) {
                    capital = capital || Character.isUpperCase(text[parts.suffixFrom()]);
                    affixes.addSuffix(singular(parts.suffix(text)), distinct.count(code));
                }
                for (int i = parts.from(); i < parts.to(); i++) {
                    note(text[i]);
                }
            }
        }
        affixes.removeFewPrefixes(rows(IntStream.of(texts)) + rows(IntStream.of(numbers)));
        prefix = affixes.prefix();
        if ((!prefix.isEmpty() && !prefix.equals(PERCENT) && !Currencies.isCurrency(prefix))
                || affixes.clash().isPresent()) {
            return false;
        }
        mixedUnits = affixes.areMixedUnits(capital);
        if (!mixedUnits) {
            multipliers = !areFewAndFar() && affixes.takeMultipliers(capital);
        }
        suffix = affixes.suffix();
        return !isFileEnding(suffix);
    }

    /**
     * Whether texts with a multiplier are few, and would be far above all plain numbers: among numbers of houses, {@code 19 B} is one after 19.
     */
    private boolean areFewAndFar() {
        NumberNotation multiplied = new NumberNotation('.', NumberNotation.NO_GROUPING, prefix, "", true);
        double largest = IntStream.of(numbers)
                .mapToDouble(code -> Math.abs(distinct.number(code)))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        int[] read = IntStream.of(texts)
                .filter(code -> !Double.isNaN(multiplied.value(distinct.category(code))))
                .toArray();
        return read.length > 0
                && rows(IntStream.of(read)) <= FormatInference.MAX_STRAY_SHARE * rows(IntStream.of(numbers))
                && IntStream.of(read)
                        .mapToDouble(code -> Math.abs(multiplied.value(distinct.category(code))))
                        .allMatch(value -> value > FAR * largest);
    }

    /** Whether a text before a number can say something of it. Other signs make it a text, which may stand for a missing value: {@code //0}. */
    private static boolean isPrefix(String prefix) {
        return prefix.equals(PERCENT)
                || Currencies.isCurrency(prefix)
                || prefix.chars().anyMatch(Character::isLetter);
    }

    /** Whether {@code 1000.jpg} is the name of a file, not 1000 of something. */
    private static boolean isFileEnding(String suffix) {
        return suffix.length() > 1 && suffix.charAt(0) == '.' && Character.isLetter(suffix.charAt(1));
    }

    private void note(char c) {
        switch (c) {
            case ',', '\u066C' -> comma = true;
            case '.', '\u066B' -> point = true;
            case '_' -> grouping = '_';
            case '\'', '\u2019', '\u2018', '\u00B4', '`' -> grouping = '\'';
            case ' ', '\u00A0', '\u2007', '\u2009', '\u202F' -> grouping = ' ';
            default -> {}
        }
    }

    private static String singular(String unit) {
        return unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
    }

    private Optional<Choice> choose() {
        List<Choice> choices = new ArrayList<>();
        boolean points = point || IntStream.of(numbers).anyMatch(code -> isFraction(distinct.number(code)));
        if (grouping != NumberNotation.NO_GROUPING) {
            choices.add(choice('.', grouping));
            if (comma) {
                choices.add(choice(',', grouping));
            }
        } else if (comma && points && areBothDecimal()) {
            // Without a separator of thousands, a plain number keeps its decimal point.
            choices.add(choice(',', NumberNotation.NO_GROUPING, 0));
        } else if (comma && points) {
            choices.add(choice('.', ','));
            choices.add(choice(',', '.'));
        } else if (comma) {
            choices.add(choice('.', ','));
            choices.add(choice(',', NumberNotation.NO_GROUPING));
        } else if (point) {
            choices.add(choice('.', NumberNotation.NO_GROUPING));
            choices.add(choice(',', '.'));
        } else {
            choices.add(choice('.', NumberNotation.NO_GROUPING));
        }
        Choice first = choices.get(0);
        if (choices.size() == 1) {
            return Optional.of(first);
        }
        Choice second = choices.get(1);
        long difference =
                (first.readRows() - first.contradictingRows()) - (second.readRows() - second.contradictingRows());
        if (difference != 0) {
            return Optional.of(difference > 0 ? first : second);
        }
        return Optional.of(decided(first, second));
    }

    private Choice choice(char decimal, char group) {
        return choice(decimal, group, decimal == '.' ? 0 : contradictingRows(group));
    }

    private Choice choice(char decimal, char group, long contradicting) {
        Notation notation = mixedUnits
                ? new UnitNotation(NumberNotation.of(decimal, group), suffix)
                : new NumberNotation(decimal, group, prefix, suffix, multipliers);
        long read = IntStream.of(texts)
                .filter(code -> !Double.isNaN(notation.value(distinct.category(code))))
                .mapToLong(distinct::count)
                .sum();
        return new Choice(notation, read, contradicting, false);
    }

    /**
     * Whether several people wrote the column, some with decimal points and some with decimal commas: {@code 3.5}, {@code 4,2}. No separator may be one of
     * thousands: most numbers of both kinds have other than three digits after it, and none has two separators.
     */
    private boolean areBothDecimal() {
        int[] fractions = IntStream.of(numbers)
                .filter(code -> isFraction(distinct.number(code)))
                .toArray();
        int[] commas = IntStream.of(texts)
                .filter(code -> distinct.category(code).indexOf(',') >= 0)
                .toArray();
        long points = rows(IntStream.of(fractions).filter(code -> hasClearSeparator(distinct.category(code), '.')));
        long clear = rows(IntStream.of(commas).filter(code -> hasClearSeparator(distinct.category(code), ',')));
        return 2 * points > rows(IntStream.of(fractions))
                && 2 * clear > rows(IntStream.of(commas))
                && IntStream.of(commas).allMatch(code -> distinct.category(code).indexOf('.') < 0);
    }

    /** Whether a separator can't be one of thousands, because other than three digits follow it: {@code 4,2}. */
    private static boolean hasClearSeparator(String text, char separator) {
        return !Double.isNaN(NumberNotation.of(separator).value(text))
                && text.length() - text.indexOf(separator) - 1 != GROUP;
    }

    /** The rows with a plain number whose point is a decimal point. */
    private long contradictingRows(char group) {
        int[] fractions = IntStream.of(numbers)
                .filter(code -> isFraction(distinct.number(code)))
                .toArray();
        long all = rows(IntStream.of(fractions));
        long few = rows(IntStream.of(fractions).filter(code -> !isFraction(distinct.number(code) * THOUSAND / 10)));
        // Where commas may be decimal, numbers like 1.234 are texts; elsewhere most of them have three digits after the
        // point.
        boolean grouped = group == '.' && separator == ',' && few * MIN_GROUPED / 2 <= all;
        return grouped ? rows(IntStream.of(fractions).filter(code -> !isGrouped(distinct.number(code)))) : all;
    }

    private long rows(IntStream codes) {
        return codes.mapToLong(distinct::count).sum();
    }

    private static boolean isFraction(double number) {
        return number != Math.rint(number);
    }

    /** Whether a plain number with a point may be a number of thousands, such as {@code 1.234}. */
    static boolean isGrouped(double number) {
        double thousands = Math.abs(number) * THOUSAND;
        return thousands >= THOUSAND
                && thousands < THOUSAND * THOUSAND
                && Math.abs(thousands - Math.rint(thousands)) < 1e-9 * thousands;
    }

    /** Chooses between two notations that read the same rows: every comma, or every point, has three digits after it. */
    private Choice decided(Choice english, Choice european) {
        boolean commas = comma;
        boolean money = (!prefix.isEmpty() && !prefix.equals(PERCENT)) || Currencies.isCurrency(suffix);
        long wholes = IntStream.of(numbers)
                .filter(code -> !isFraction(distinct.number(code)))
                .count();
        boolean allSmall = IntStream.of(numbers).allMatch(code -> Math.abs(distinct.number(code)) < THOUSAND);
        Choice thousands = commas ? english : european;
        Choice decimals = commas ? european : english;
        if (same(english, european)) {
            return english;
        }
        if (multipliers) {
            // 250.123k has a decimal point: thousands of thousands would be millions.
            return decimals;
        }
        if (commas && Currencies.isSignAfterNumbers(suffix)) {
            return unclear(decimals);
        }
        if (money) {
            return thousands;
        }
        if (wholes > 0) {
            boolean grouped = commas || (texts.length >= MIN_GROUPED && !decimalPoints);
            return allSmall && grouped ? thousands : decimals;
        }
        if (!commas) {
            return separator == ';' && !decimalPoints && areRound() ? unclear(thousands) : decimals;
        }
        Choice chosen = separator == ';' ? decimals : thousands;
        return separator == ',' ? chosen : unclear(chosen);
    }

    private static Choice unclear(Choice chosen) {
        return new Choice(chosen.notation(), chosen.readRows(), chosen.contradictingRows(), true);
    }

    /** Whether most of many different numbers end with a zero, as amounts in thousands do: {@code 90.500}, {@code 230.000}. */
    private boolean areRound() {
        long round = IntStream.of(texts)
                .filter(code -> distinct.category(code).endsWith("0"))
                .count();
        return texts.length >= MIN_GROUPED && 2 * round > texts.length;
    }

    private boolean same(Choice one, Choice other) {
        return IntStream.of(texts)
                .mapToObj(distinct::category)
                .allMatch(text -> Double.compare(
                                one.notation().value(text), other.notation().value(text))
                        == 0);
    }
}
