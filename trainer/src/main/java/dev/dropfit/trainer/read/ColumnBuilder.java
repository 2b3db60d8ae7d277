package dev.dropfit.trainer.read;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MissingTexts;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.format.CellContent;
import dev.dropfit.trainer.format.Distinct;
import dev.dropfit.trainer.format.FormatInference;
import dev.dropfit.trainer.format.InferredFormat;
import dev.dropfit.trainer.format.TimeNumbers;
import dev.dropfit.trainer.format.Times;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.DateOrder;
import dev.dropfit.trainer.settings.ValueSettings;
import dev.dropfit.trainer.table.Column;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the cells of a column, row by row. Ignores a cell whose row is not committed. Not thread-safe. */
final class ColumnBuilder {
    private static final int SMALL_DIGITS = 3;
    private static final int SHOWN_LENGTH = 40;
    /** The memory of an empty column with all that is made of it. */
    private static final int OBJECT_BYTES = 2_000;

    private static final int SMALL_INTEGERS = 1000;

    private final String name;
    private final CellContent content;
    /** Whether numbers may have decimal commas. */
    private final boolean commasAllowed;

    private final char separator;
    /** The setting {@code missing}. */
    private final ColumnFormat missingTexts;

    private final boolean setAsTime;

    /** Whether a number with a point can't be a number of thousands like {@code 1.234}; only where commas are allowed. */
    private boolean points;
    /** Whether the format of the values is decided: when there are too many different ones, or in the end. */
    private boolean decided;

    /** Whether a 0 stands for a missing value, between dates. */
    private boolean zeroIsMissing;

    private InferredFormat format = InferredFormat.PLAIN;
    private ColumnFormat cells = ColumnFormat.PLAIN;
    private Distinct distinct = new Distinct();
    /** The codes of small whole numbers, which are the most frequent cells: avoids a hash lookup. 0 if there is no code yet. */
    private char[] smallCodes = new char[0];

    private final ChunkWriter chunks = new ChunkWriter();
    private long missing;
    private long texts;
    private boolean overflowed;
    /** Whether the numbers are times: the texts of a column with too many values were times. */
    private boolean timed;

    private long timesWithoutCode;
    private @Nullable Problem firstOther;
    private boolean identifying;
    private long rows;
    /** Whether other columns of the file have decimal points. */
    private boolean decimalPoints;

    private @Nullable Problem firstText;

    private @Nullable Problem text;
    private int code;
    private double number;
    /** The time of a value without a code. */
    private double time;

    private @Nullable Problem other;
    /** The hash of the content of the cell; 0 for an empty one. */
    private long hash;

    /**
     * @param separator the character between the cells of the file
     * @param settings what the settings say about values
     */
    ColumnBuilder(String name, char separator, ValueSettings settings) {
        this.name = name;
        this.separator = separator;
        this.commasAllowed = CommaNumbers.allowed(separator);
        this.missingTexts = new ColumnFormat(Optional.empty(), settings.missing());
        this.setAsTime = settings.times().contains(name);
        this.content = CellContent.of(name, separator, missingTexts);
    }

    /** Whether a plain number so far has a point that can't separate thousands, where commas do not separate the cells. */
    boolean hasDecimalPoints() {
        return points;
    }

    /** Whether this text is the column's name. */
    boolean isNamed(char[] buffer, int offset, int length) {
        return length == name.length() && name.contentEquals(CharBuffer.wrap(buffer, offset, length));
    }

    /** The cell of the next row. */
    void cell(char[] buffer, int offset, int length, long line) {
        if (content.isSetMissing(buffer, offset, length)) {
            missing(content.hash(buffer, offset, length));
            return;
        }
        int small = smallInteger(buffer, offset, length);
        if (small >= 0 && small < smallCodes.length && chunks.coded() && smallCodes[small] > 0) {
            code = smallCodes[small];
            number = small;
            time = Double.NaN;
            hash = distinct.hash(code);
            return;
        }
        if (Values.isMissing(buffer, offset, length)) {
            missing(0);
            return;
        }
        number = number(buffer, offset, length);
        if (zeroIsMissing && number == 0) {
            missing(content.hash(buffer, offset, length));
            return;
        }
        if (Double.isNaN(number)) {
            if (decided && isMissing(buffer, offset, length)) {
                missing(content.hash(buffer, offset, length));
                return;
            }
            if (firstText == null) {
                text = new Problem(line, name, new String(buffer, offset, Math.min(length, SHOWN_LENGTH)));
            }
            hash = content.hash(buffer, offset, length);
            code = distinct.codeOf(buffer, offset, length, hash, line);
        } else if (chunks.coded()) {
            code = distinct.codeOf(number, line);
            hash = cells.notation().isPresent()
                    ? content.hash(buffer, offset, length)
                    : code == Distinct.OVERFLOW ? Distinct.hash(number) : distinct.hash(code);
            if (small >= 0 && code != Distinct.OVERFLOW) {
                if (small >= smallCodes.length) {
                    smallCodes = Arrays.copyOf(smallCodes, small < 10 ? 10 : small < 100 ? 100 : SMALL_INTEGERS);
                }
                smallCodes[small] = (char) code;
            }
        } else {
            code = Distinct.OVERFLOW;
            hash = cells.notation().isPresent() ? content.hash(buffer, offset, length) : Distinct.hash(number);
        }
        if (code == Distinct.OVERFLOW && !decided && decideFormat()) {
            cell(buffer, offset, length, line);
            return;
        }
        time = overflowed || code == Distinct.OVERFLOW ? time(buffer, offset, length) : Double.NaN;
        if (timed && Double.isNaN(time) && firstOther == null) {
            other = new Problem(line, name, new String(buffer, offset, Math.min(length, SHOWN_LENGTH)));
        }
    }

    private void missing(long contentHash) {
        code = Distinct.MISSING;
        number = Double.NaN;
        time = Double.NaN;
        hash = contentHash;
    }

    /** The number in a cell; NaN for text, and as long as a point may separate thousands. */
    private double number(char[] buffer, int offset, int length) {
        if (decided) {
            return cells.number(buffer, offset, length);
        }
        if (commasAllowed && !points) {
            if (isGrouped(buffer, offset, length)) {
                return Double.NaN;
            }
            double plain = Values.number(buffer, offset, length);
            points = !Double.isNaN(plain) && hasPoint(buffer, offset, length);
            return plain;
        }
        return Values.number(buffer, offset, length);
    }

    private double time(char[] buffer, int offset, int length) {
        return cells.notation().isPresent() && cells.notation().get() instanceof DateNotation dates
                ? dates.value(buffer, offset, length)
                : DateTimes.seconds(buffer, offset, length);
    }

    private boolean isMissing(char[] buffer, int offset, int length) {
        return (timed || texts <= FormatInference.MAX_STRAY_SHARE * (rows - missing))
                && (cells.isMissing(buffer, offset, length) || MissingTexts.isMissing(buffer, offset, length));
    }

    /** Whether a text is a number of one to three digits, a point and three digits, such as {@code 1.234}. */
    private static boolean isGrouped(char[] buffer, int offset, int length) {
        int point = length - 4;
        int start = point > 0 && buffer[offset] == '-' ? 1 : 0;
        if (point - start < 1 || point - start > 3 || buffer[offset + point] != '.' || buffer[offset + start] == '0') {
            return false;
        }
        for (int i = start; i < length; i++) {
            if (i != point && (buffer[offset + i] < '0' || buffer[offset + i] > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasPoint(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '.') {
                return true;
            }
        }
        return false;
    }

    /** Decides how the values so far are written; returns whether some of them are now other values. */
    private boolean decideFormat() {
        decided = true;
        if (texts == 0 && !mayBeTimes()) {
            return false;
        }
        format = FormatInference.of(name, distinct, separator, decimalPoints, setAsTime);
        cells = format.format();
        zeroIsMissing = cells.isMissing("0");
        boolean turned = texts > 0 && changesValues();
        if (turned) {
            turnValues();
        }
        return turned;
    }

    private boolean changesValues() {
        boolean numbers =
                format.notation().isPresent() && !format.notation().get().isTime();
        return numbers || !format.missing().isEmpty() || commasAllowed;
    }

    private boolean mayBeTimes() {
        return distinct.size() > 0 && TimeNumbers.mayBeTime(distinct.number(1));
    }

    /** Turns the texts so far into what they mean in the format: numbers and missing values. */
    private void turnValues() {
        Distinct meant = new Distinct();
        char[] turned = new char[distinct.size() + 1];
        long missingRows = 0;
        long textRows = 0;
        int first = 0;
        for (int code = 1; code < turned.length; code++) {
            if (distinct.count(code) == 0) {
                continue;
            }
            int newCode = newCode(code, meant);
            turned[code] = (char) newCode;
            meant.incrementAs(newCode, distinct, code);
            if (newCode == Distinct.MISSING) {
                missingRows += distinct.count(code);
            } else if (meant.isText(newCode)) {
                textRows += distinct.count(code);
                first = first == 0 ? code : first;
            }
        }
        chunks.turn(turned);
        missing += missingRows;
        texts = textRows;
        firstText = first == 0
                ? null
                : new Problem(distinct.firstLine(first), name, Text.truncate(distinct.category(first), SHOWN_LENGTH));
        distinct = meant;
        Arrays.fill(smallCodes, (char) 0);
    }

    private int newCode(int code, Distinct meant) {
        long line = distinct.firstLine(code);
        if (zeroIsMissing && !distinct.isText(code) && distinct.number(code) == 0) {
            return Distinct.MISSING;
        }
        if (!distinct.isText(code)) {
            return meant.codeOf(format.meaning(distinct.number(code)), line);
        }
        String value = distinct.category(code);
        if (format.missing().contains(value)) {
            return Distinct.MISSING;
        }
        double meaning = cells.number(value.toCharArray(), 0, value.length());
        return Double.isNaN(meaning)
                ? meant.codeOf(value.toCharArray(), 0, value.length(), distinct.hash(code), line)
                : meant.codeOf(meaning, line);
    }

    /** A whole number of up to three digits without leading zeros; -1 for other texts. */
    private static int smallInteger(char[] buffer, int offset, int length) {
        if (length == 0 || length > SMALL_DIGITS || (buffer[offset] == '0' && length > 1)) {
            return -1;
        }
        int number = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The code of the cell of the next row. */
    int code() {
        return code;
    }

    boolean isMissing() {
        return code == Distinct.MISSING;
    }

    /** The hash of the cell of the next row and the name of the column; 0 for an empty cell. */
    long contentHash() {
        return content.inRow(hash);
    }

    /** Adds the cell of the next row to the column. */
    void commit() {
        if (code == Distinct.OVERFLOW && !overflowed) {
            overflowed = true;
            // Whether all values so far are different.
            identifying = rows - missing == distinct.counted();
            Times times = Times.of(name, distinct, format.notation(), false, 0, null);
            timed = !times.plainNumbers()
                    && times.rows() > 0
                    && times.rows() >= (1 - FormatInference.MAX_STRAY_SHARE) * (rows - missing);
            if (timed) {
                chunks.holdNumbers(times::of);
            }
        }
        rows++;
        distinct.increment(code);
        if (code == Distinct.MISSING) {
            missing++;
        } else if (timed && Double.isNaN(time)) {
            firstOther = firstOther == null ? other : firstOther;
        }
        if (code == Distinct.OVERFLOW && !Double.isNaN(time)) {
            timesWithoutCode++;
        }
        if (code != Distinct.MISSING && Double.isNaN(number)) {
            texts++;
            firstText = firstText == null ? text : firstText;
        }
        // A few stray texts do not make the column text: they become missing, so that the numbers from here on do not.
        if (code == Distinct.OVERFLOW
                && chunks.coded()
                && !Double.isNaN(number)
                && texts <= FormatInference.MAX_STRAY_SHARE * (rows - missing)) {
            chunks.holdNumbers(distinct::number);
        }
        chunks.add((char) code, timed ? time : number, distinct.size());
    }

    /** The memory of the column so far, about, in bytes. */
    long bytes() {
        return OBJECT_BYTES + chunks.bytes() + distinct.bytes();
    }

    /**
     * What fitting to the column takes.
     *
     * @param moreRows the number of rows that are still to come
     */
    ColumnSize size(double moreRows) {
        boolean text = texts > FormatInference.MAX_STRAY_SHARE * (rows - missing);
        double values = distinct.expected(moreRows);
        boolean identifier = overflowed
                ? identifying
                : rows >= SchemaInference.MIN_ROWS_FOR_IDENTIFIER && rows - missing == distinct.counted();
        return new ColumnSize(
                timed
                        ? ColumnKind.DATETIME
                        : text ? identifier ? ColumnKind.IGNORE : ColumnKind.CATEGORICAL : ColumnKind.NUMERIC,
                values,
                chunks.coded() && (text || values < Distinct.OVERFLOW));
    }

    /**
     * The memory that more rows need, about, in bytes.
     *
     * @param size the column with all rows
     */
    double moreBytes(double rows, ColumnSize size) {
        double values = chunks.coded() ? size.values() - distinct.size() : 0;
        double perRow = size.coded()
                ? size.values() < 256 ? Byte.BYTES : Character.BYTES
                : chunks.coded() ? distinct.bytesPerNumber() : chunks.bytesPerRow();
        return rows * perRow + Math.max(0, values) * distinct.bytes() / Math.max(1, distinct.size());
    }

    /** Decides how the values are written, if that is not decided yet: there are no more rows. */
    InferredFormat decide(boolean pointsElsewhere) {
        decimalPoints = pointsElsewhere;
        return decide();
    }

    private InferredFormat decide() {
        if (!decided) {
            decideFormat();
        }
        return format;
    }

    /**
     * Decides the order of day and month, if the values do not show it.
     *
     * @param why what decides: a part of a sentence
     */
    void orderDates(DateOrder order, String why) {
        format = format.ordered(name, order, why);
        cells = format.format();
    }

    String name() {
        return name;
    }

    Column build() {
        List<Object> all = chunks.finish(distinct.size());
        decide();
        if (!overflowed) {
            identifying = rows - missing == distinct.counted();
        }
        Times times = Times.of(name, distinct, format.notation(), timed, timesWithoutCode, firstOther);
        return new Column(
                name,
                distinct,
                all,
                chunks.coded(),
                missing,
                texts,
                identifying,
                format.with(missingTexts.missing()),
                firstText,
                times);
    }
}
