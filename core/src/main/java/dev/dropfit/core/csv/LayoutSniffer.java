package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how a text is laid out, from its first lines. Deterministic. Not thread-safe. */
final class LayoutSniffer {
    private static final int MAX_ROWS = 300;
    private static final double MANY = 0.5;
    private static final double ALMOST_ALL = 0.8;
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\\A\"?sep=(.|\\\\t)\"?[,;]*(\\r\\n|\\n|\\r|\\z)", Pattern.CASE_INSENSITIVE);

    private final CsvSample sample;
    private final LineForm form;
    private final Set<String> expected;
    private final String knownName;
    private final List<CsvNote> notes = new ArrayList<>();

    private LayoutSniffer(CsvSample sample, LineForm form, Set<String> expected, String knownName) {
        this.form = form;
        this.knownName = knownName;
        this.sample = sample;
        this.expected = expected;
    }

    /**
     * The layout of a text that begins like this.
     *
     * @param sample its plain lines
     * @param form of which form its lines were
     * @param expected the columns that the text must have, if they are known: a line with all of them is the header
     * @param knownName a column that the text must have: an unclear first row with it is the header; empty if none is known
     * @throws InvalidTableException when it is unclear; the message names the cause and what to do
     */
    static CsvLayout sniff(CsvSample sample, LineForm form, Set<String> expected, String knownName)
            throws InvalidTableException {
        return new LayoutSniffer(sample, form, expected, knownName).layout();
    }

    /** A header with all expected columns and a first row of the same length need no further examination; empty if these are not there. */
    static Optional<CsvLayout> plain(CsvSample sample, Set<String> expected) {
        for (char separator : new char[] {',', ';', '\t', '|'}) {
            CsvLayout layout = CsvLayout.plain(separator);
            List<SampleRow> rows = sample.rows(layout.dialect(), 0, 2);
            if (!rows.isEmpty()
                    && new HashSet<>(rows.get(0).cells()).containsAll(expected)
                    && (rows.size() == 1
                            ? sample.whole()
                            : rows.get(0).length() == rows.get(1).length())) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }

    private CsvLayout layout() throws InvalidTableException {
        notes.addAll(form.notes());
        TwiceEncoded.note(sample.text()).ifPresent(notes::add);
        Optional<Character> named = named();
        long metadata = sample.metadataLines();
        if (metadata > 0) {
            notes.add(CsvNote.of(
                    "metadata",
                    "the first " + metadata + " lines describe the file, between lines of dashes; they are skipped"));
        }
        long start = named.isPresent() ? 1 : metadata;
        char comment = sample.comment();
        char separator = named.isPresent() ? named.get() : Separators.choose(sample, start, comment);
        Dialect dialect = new Dialect(separator, '"', comment);
        List<SampleRow> rows = sample.rows(dialect, start, MAX_ROWS);
        if (hasSingleQuotes(rows)) {
            dialect = new Dialect(separator, '\'', comment);
            rows = sample.rows(dialect, start, MAX_ROWS);
        }
        if (named.isPresent()) {
            notes.add(
                    CsvNote.of("separator-line", "the first line says that cells are separated by " + name(separator)));
        }
        CommentLines comments = CommentLines.find(sample, dialect, rows);
        if (!comments.comments() && comment != Dialect.NO_COMMENT) {
            dialect = new Dialect(separator, dialect.quote(), Dialect.NO_COMMENT);
            rows = sample.rows(dialect, start, MAX_ROWS);
        }
        if (rows.isEmpty()) {
            return new CsvLayout(
                    form, dialect, start, Optional.empty(), 0, 0, 0, false, false, 0, 0, FirstRows.NONE, notes);
        }
        if (expected.isEmpty() && Prose.is(sample.text(), rows, Separators.width(rows))) {
            throw new InvalidTableException(
                    "The file is a text of sentences, not a table; a dataset is a CSV file, which has"
                            + " one row per line and commas between the cells");
        }
        if (expected.isEmpty() && SparseRows.are(sample.text())) {
            throw new InvalidTableException(
                    "The rows are sparse: a cell such as 3:0.5 has the number of a column and its value; write the"
                            + " table as a CSV file with a column for each number, and 0 where a row has no value");
        }
        if (expected.isEmpty() && separator == ',' && isColumnOfDecimals(rows)) {
            throw new InvalidTableException(
                    "The file has one column only, of numbers with decimal commas; a dataset needs the column to"
                            + " predict and at least one more, and semicolons or tabs between the cells");
        }
        if (separator != ',' && named.isEmpty() && form != LineForm.FRAMED) {
            notes.add(CsvNote.of(
                    "separator", "cells are separated by " + form.separator().orElse(name(separator))));
        }
        if (dialect.quote() != '"') {
            notes.add(CsvNote.of("quotes", "texts have single quotes around them; the quotes were removed"));
        }
        boolean whole = sample.whole() && rows.size() < MAX_ROWS;
        return new HeaderSniffer(
                        form, dialect, new SampleRows(rows, whole), comments, start, expected, knownName, notes)
                .layout();
    }

    /** The separator in a first line like {@code sep=;}. */
    private Optional<Character> named() {
        String text = sample.text();
        int at = text.startsWith("\"") ? 1 : 0;
        if (!text.regionMatches(true, at, "sep=", 0, 4)) {
            return Optional.empty();
        }
        Matcher line = SEPARATOR_LINE.matcher(text);
        return line.find()
                ? Optional.of(line.group(1).equals("\\t") ? '\t' : line.group(1).charAt(0))
                : Optional.empty();
    }

    private static String name(char separator) {
        return switch (separator) {
            case ' ' -> "blanks";
            case '\t' -> "tabs";
            case ';' -> "semicolons";
            case '|' -> "the character |";
            case ',' -> "commas";
            default -> "the character " + separator;
        };
    }

    private boolean hasSingleQuotes(List<SampleRow> rows) {
        // Where double quotes enclose cells, single ones are a part of the texts.
        if (sample.text().indexOf('\'') < 0 || rows.stream().anyMatch(row -> row.quoted() > 0)) {
            return false;
        }
        int around = 0;
        int begun = 0;
        for (SampleRow row : rows) {
            for (String cell : row.cells()) {
                if (cell.startsWith("'")) {
                    begun++;
                    around += cell.length() > 1 && cell.endsWith("'") ? 1 : 0;
                }
            }
        }
        boolean header = !rows.isEmpty()
                && rows.get(0).cells().stream().allMatch(cell -> cell.length() > 2 && cell.startsWith("'"));
        return (header || around >= rows.size() * MANY) && around >= 2 && around >= ALMOST_ALL * begun;
    }

    /** Whether one name is above numbers of which some have a decimal comma, and some are whole: {@code 34,2}, {@code 35}. */
    private static boolean isColumnOfDecimals(List<SampleRow> rows) {
        boolean whole = false;
        boolean decimal = false;
        for (SampleRow row : rows.subList(1, rows.size())) {
            boolean digits = row.length() <= 2
                    && row.cells().stream()
                            .allMatch(cell ->
                                    !cell.isEmpty() && cell.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9')));
            if (!digits) {
                return false;
            }
            whole |= row.length() == 1;
            decimal |= row.length() == 2;
        }
        return rows.get(0).length() == 1 && whole && decimal;
    }
}
