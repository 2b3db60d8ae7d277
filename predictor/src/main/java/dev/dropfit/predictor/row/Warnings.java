package dev.dropfit.predictor.row;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The warnings of a request, counted by column and kind. The first rows of each have texts of their own; a last text says how many more rows
 * there are. So the texts do not grow with the rows. Not thread-safe.
 */
final class Warnings {
    /** The maximum number of rows with a text, for each column and kind. */
    static final int MAX_ROWS = 10;

    /** The maximum number of texts of a row. */
    static final int MAX_OF_ROW = 100;

    /** The maximum number of texts of all rows. */
    static final int MAX_OF_REQUEST = 1000;

    /** The maximum number of unknown fields that are counted by name. */
    private static final int MAX_UNKNOWN = 100;

    /** The maximum number of texts that say how many more rows there are. */
    private static final int MAX_MORE = 100;

    /** What a text needs besides its characters. */
    private static final int TEXT_BYTES = 64;

    private final RowFormat format;
    private final Tally tally;
    private final RequestMemory memory;
    private final boolean every;
    private final List<String> ofRow = new ArrayList<>(0);
    private int named;
    private long hidden;
    /** For each input, the rows with a text and those without one. */
    private Counts missing = Counts.NONE;

    private Counts unseen = Counts.NONE;
    private Counts implausible = Counts.NONE;
    private Map<String, int[]> unknown = Map.of();
    private long otherUnknown;

    /** By input: the rows with a text, and those without one. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Counts(int[] named, int[] hidden) {
        static final Counts NONE = new Counts(new int[0], new int[0]);

        static Counts of(int inputs) {
            return new Counts(new int[inputs], new int[inputs]);
        }
    }

    /** @param every whether all rows have all their texts; the caller then keeps the texts of one row only */
    Warnings(RowFormat format, Tally tally, RequestMemory memory, boolean every) {
        this.every = every;
        this.format = format;
        this.tally = tally;
        this.memory = memory;
    }

    void beginRow() {
        if (!ofRow.isEmpty()) {
            ofRow.clear();
        }
    }

    /** The texts of the row. */
    List<String> ofRow() {
        return ofRow;
    }

    /** Counts a missing value; returns whether it gets a text. */
    boolean missing(int input) {
        tally.warn(Tally.Warning.MISSING_VALUE);
        if (missing.named.length == 0) {
            missing = Counts.of(format.inputs().size());
        }
        return count(missing.named, missing.hidden, input);
    }

    /** Counts a category that training has not seen; returns whether it gets a text. */
    boolean unseen(int input) {
        tally.warn(Tally.Warning.UNSEEN_CATEGORY);
        if (unseen.named.length == 0) {
            unseen = Counts.of(format.inputs().size());
        }
        return count(unseen.named, unseen.hidden, input);
    }

    /** Counts a number that is far from those of training; returns whether it gets a text. */
    boolean implausible(int input) {
        tally.warn(Tally.Warning.IMPLAUSIBLE_NUMBER);
        if (implausible.named.length == 0) {
            implausible = Counts.of(format.inputs().size());
        }
        return count(implausible.named, implausible.hidden, input);
    }

    /** Counts a field that the model does not know; returns whether it gets a text. */
    boolean unknown(String field) {
        tally.warn(Tally.Warning.UNKNOWN_FIELD);
        if (unknown.isEmpty()) {
            unknown = new LinkedHashMap<>();
        }
        int[] counts = unknown.get(field);
        if (counts == null && unknown.size() < MAX_UNKNOWN) {
            memory.reserve(TEXT_BYTES + 2L * field.length());
            counts = new int[2];
            unknown.put(field, counts);
        }
        if (counts == null) {
            otherUnknown++;
            hidden++;
            return false;
        }
        return count(counts, counts, 0, 1);
    }

    /** A field that the model does not know whose name differs from this one in case and blanks only; empty for none. */
    String unknownLike(String column) {
        return unknown.keySet().stream()
                .filter(field -> field.strip().equalsIgnoreCase(column.strip()))
                .findFirst()
                .orElse("");
    }

    private boolean count(int[] namedRows, int[] hiddenRows, int input) {
        return count(namedRows, hiddenRows, input, input);
    }

    private boolean count(int[] namedRows, int[] hiddenRows, int namedAt, int hiddenAt) {
        if (every && ofRow.size() < MAX_OF_ROW) {
            return true;
        }
        if (namedRows[namedAt] < MAX_ROWS && named < MAX_OF_REQUEST && ofRow.size() < MAX_OF_ROW) {
            namedRows[namedAt]++;
            named++;
            return true;
        }
        hiddenRows[hiddenAt]++;
        hidden++;
        return false;
    }

    /** Adds the text of a warning to the row. */
    void add(String text) {
        if (!every) {
            memory.reserve(TEXT_BYTES + 2L * text.length());
        }
        ofRow.add(text);
    }

    /**
     * How many more warnings there are than the rows have texts for: a text for each column and kind, or one for a single row.
     *
     * @param rows the number of rows
     * @param texts describe the warnings of an input
     */
    List<String> more(int rows, RowBuilder texts) {
        if (hidden == 0) {
            return List.of();
        }
        if (rows == 1) {
            return List.of("and " + number(hidden) + (hidden == 1 ? " more warning" : " more warnings"));
        }
        List<String> more = new ArrayList<>();
        add(more, missing, texts::missingText);
        add(more, unseen, texts::unseenText);
        add(more, implausible, texts::implausibleText);
        for (Map.Entry<String, int[]> field : unknown.entrySet()) {
            if (field.getValue()[1] > 0 && more.size() < MAX_MORE) {
                more.add(rows(field.getValue()[1]) + RowBuilder.unknownText(field.getKey()));
            }
        }
        if (otherUnknown > 0) {
            more.add("and " + number(otherUnknown)
                    + " more values of fields that are not columns of the model: ignored");
        }
        long columns = positive(missing.hidden) + positive(unseen.hidden) + positive(implausible.hidden);
        if (columns > MAX_MORE) {
            more.add("and warnings of " + number(columns - MAX_MORE) + " more columns");
        }
        return more;
    }

    private static void add(List<String> more, Counts counts, IntFunction<String> texts) {
        for (int i = 0; i < counts.hidden.length && more.size() < MAX_MORE; i++) {
            if (counts.hidden[i] > 0) {
                more.add(rows(counts.hidden[i]) + texts.apply(i));
            }
        }
    }

    private static long positive(int[] counts) {
        return Arrays.stream(counts).filter(count -> count > 0).count();
    }

    private static String rows(int count) {
        return "and " + number(count) + (count == 1 ? " more row: " : " more rows: ");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
