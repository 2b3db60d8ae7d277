package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the lines of a text differ from cells with one character between them. {@link #plain} makes plain lines of them, one of each, so that the
 * numbers of the lines stay.
 */
enum LineForm {
    /** Lines of cells. */
    PLAIN,
    /** Two bars between the cells. */
    DOUBLE_BARS,
    /** Two colons between the cells. */
    DOUBLE_COLONS,
    /** Quotes around each line, with the quotes of its cells doubled: a program has written the lines of a CSV as a single column. */
    QUOTED_LINES,
    /** A backslash before each quote inside a cell, instead of another quote: {@code write.table} of R and MySQL write so. */
    ESCAPED_QUOTES,
    /** Bars between and around the cells, and lines of dashes, as databases, SAP and Markdown print tables. */
    FRAMED;

    private static final int MAX_LINES = 100;
    private static final int MIN_LINES = 3;
    private static final double MOST = 0.9;
    private static final Pattern RULE = Pattern.compile("[|+]?[-=+|: ]*(?:--|==)[-=+|: ]*");
    private static final Pattern COUNT_OF_ROWS = Pattern.compile("\\(?\\d+ rows?( in set.*|\\))");
    /** A quote after a backslash that does not end its cell: a text follows it, and then the end of the cell or another such quote. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\\"(?:[^\\s\",;|]| [^\",;|\t\r\n]*[^\\s\",;|]\")");

    private static final Pattern DOUBLED = Pattern.compile("[^\\\\\\s\",;|]\"\"");
    private static final String SEPARATORS = ",;\t|";

    /** The form of a text that begins like this. */
    static LineForm of(String text) {
        if (text.indexOf("\\\"") >= 0
                && ESCAPED.matcher(text).find()
                && !DOUBLED.matcher(text).find()) {
            return ESCAPED_QUOTES;
        }
        boolean quoted = text.startsWith("\"") || text.indexOf("\n\"") >= 0 || text.indexOf("\r\"") >= 0;
        if (!quoted && text.indexOf('|') < 0 && text.indexOf("::") < 0) {
            return PLAIN;
        }
        List<String> lines = lines(text);
        if (lines.size() < MIN_LINES) {
            return PLAIN;
        }
        if (areFramed(lines)) {
            return FRAMED;
        }
        if (haveBetween(lines, "||", '|')) {
            return DOUBLE_BARS;
        }
        if (text.indexOf('\t') < 0 && haveBetween(lines, "::", '\0')) {
            return DOUBLE_COLONS;
        }
        return quoted && areQuoted(lines) ? QUOTED_LINES : PLAIN;
    }

    /** The first lines that are not blank. */
    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).limit(MAX_LINES).toList();
    }

    private static boolean areFramed(List<String> lines) {
        int rules = 0;
        int framed = 0;
        int bars = 0;
        int others = 0;
        for (String line : lines) {
            String text = line.strip();
            if (RULE.matcher(text).matches()) {
                rules++;
            } else if (text.indexOf('|') >= 0) {
                bars++;
                framed += text.length() > 1 && text.startsWith("|") && text.endsWith("|") ? 1 : 0;
            } else if (rules + bars > 0 && !COUNT_OF_ROWS.matcher(text).matches()) {
                others++;
            }
        }
        boolean table = bars + rules >= MIN_LINES && others <= (1 - MOST) * lines.size() && bars > 0;
        return table && (rules > 0 ? rules <= bars + MIN_LINES : framed == bars);
    }

    /** Whether each line has the same number of these separators, and never their single character. */
    private static boolean haveBetween(List<String> lines, String separator, char single) {
        int cells = 0;
        for (String line : lines) {
            String rest = line.replace(separator, "");
            int found = (line.length() - rest.length()) / separator.length();
            if (found == 0 || (cells > 0 && found != cells) || rest.indexOf(single) >= 0) {
                return false;
            }
            cells = found;
        }
        return true;
    }

    /** Whether all lines, perhaps without the header, are one quoted cell each, with the same number of separators. */
    private static boolean areQuoted(List<String> lines) {
        for (int s = 0; s < SEPARATORS.length(); s++) {
            char separator = SEPARATORS.charAt(s);
            long cells = count(lines.get(0), separator);
            boolean same = cells > 0;
            for (int i = 0; i < lines.size() && same; i++) {
                String line = lines.get(i).strip();
                boolean header = i == 0 && line.indexOf('"') < 0;
                same = (header || isQuoted(line)) && (count(line, separator) == cells || line.contains("\"\""));
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static long count(String line, char c) {
        return line.chars().filter(each -> each == c).count();
    }

    private static boolean isQuoted(String line) {
        return line.length() > 2
                && line.startsWith("\"")
                && line.endsWith("\"")
                && line.substring(1, line.length() - 1).replace("\"\"", "").indexOf('"') < 0;
    }

    /** The same line as cells with one character between them. */
    String plain(String line) {
        return switch (this) {
            case PLAIN -> line;
            case DOUBLE_BARS -> line.replace("||", "|");
            case DOUBLE_COLONS -> line.replace("::", "\t");
            case QUOTED_LINES -> {
                String text = line.strip();
                yield isQuoted(text) ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : line;
            }
            case ESCAPED_QUOTES -> line.replace("\\\"", "\"\"");
            case FRAMED -> unframed(line);
        };
    }

    private static String unframed(String line) {
        String text = line.strip();
        if (RULE.matcher(text).matches() || COUNT_OF_ROWS.matcher(text).matches()) {
            return "";
        }
        if (!line.startsWith("|")) {
            // Other programs than these begin a line with a blank.
            return line;
        }
        int end = text.length() > 1 && text.endsWith("|") ? text.length() - 1 : text.length();
        return text.substring(1, end);
    }

    /** The notes about a text of this form. */
    List<CsvNote> notes() {
        List<CsvNote> notes = new ArrayList<>();
        if (this == QUOTED_LINES) {
            notes.add(CsvNote.of(
                    "quoted-lines", "each line has double quotes around it as a whole; these quotes were removed"));
        } else if (this == ESCAPED_QUOTES) {
            notes.add(CsvNote.of(
                    "escaped-quotes",
                    "double quotes inside cells have a backslash before them; these backslashes were removed"));
        } else if (this == FRAMED) {
            notes.add(CsvNote.of(
                    "frame", "the table is printed with a frame of lines and bars; only its cells were read"));
        }
        return notes;
    }

    /** What is between the cells, for users, if it is not one character. */
    Optional<String> separator() {
        return switch (this) {
            case DOUBLE_BARS -> Optional.of("two bars, ||");
            case DOUBLE_COLONS -> Optional.of("two colons, ::");
            case PLAIN, QUOTED_LINES, ESCAPED_QUOTES, FRAMED -> Optional.empty();
        };
    }
}
