package dev.dropfit.cli.workbook;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The rows of a sheet that have a value, one after another. Keeps one row in memory. Not thread-safe. */
final class SheetRows implements Closeable {
    private static final int MAX_ROWS = 1 << 20;
    private static final int MAX_COLUMNS = 1 << 14;

    private final XMLStreamReader xml;
    private final SharedTexts texts;
    private final CellFormats formats;
    private String[] cells = new String[64];
    private int row;
    private int column;
    private int begin;
    private int end;
    private long errors;
    private long withoutValue;

    private SheetRows(XMLStreamReader xml, SharedTexts texts, CellFormats formats) {
        this.xml = xml;
        this.texts = texts;
        this.formats = formats;
        Arrays.fill(cells, "");
    }

    static SheetRows open(WorkbookParts parts, Sheet sheet, SharedTexts texts, CellFormats formats) throws IOException {
        return new SheetRows(
                parts.read(sheet.part())
                        .orElseThrow(
                                () -> DamagedWorkbookException.because("the sheet '" + sheet.name() + "' is missing")),
                texts,
                formats);
    }

    /** Goes to the next row with a value; returns whether there is one. */
    boolean next() throws IOException {
        Arrays.fill(cells, 0, end, "");
        begin = 0;
        end = 0;
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (xml.getLocalName().equals("row")) {
                        beginRow();
                    } else if (xml.getLocalName().equals("c")) {
                        readCell();
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (xml.getLocalName().equals("row") && end > 0) {
                        return true;
                    }
                    if (xml.getLocalName().equals("sheetData")) {
                        return false;
                    }
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw WorkbookParts.failure(e);
        }
    }

    private void beginRow() throws DamagedWorkbookException {
        String number = Attributes.of(xml, "r");
        int found = row + 1;
        if (!number.isEmpty()) {
            found = number.length() < 8 && number.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Integer.parseInt(number)
                    : 0;
        }
        if (found <= row || found > MAX_ROWS) {
            throw DamagedWorkbookException.because("after row " + row + " there is row " + number);
        }
        row = found;
        column = 0;
    }

    private void readCell() throws XMLStreamException, DamagedWorkbookException {
        String type = "";
        String style = "";
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            switch (xml.getAttributeLocalName(i)) {
                case "r" -> column = column(xml.getAttributeValue(i));
                case "t" -> type = xml.getAttributeValue(i);
                case "s" -> style = xml.getAttributeValue(i);
                default -> {
                    // Other attributes are not about the value.
                }
            }
        }
        if (column >= MAX_COLUMNS) {
            throw DamagedWorkbookException.because("row " + row + " has too many cells");
        }
        String value = "";
        boolean formula = false;
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT || !xml.getLocalName().equals("c")) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "v" -> value = RichText.simple(xml);
                    case "is" -> value = RichText.read(xml);
                    case "f" -> formula = true;
                    default -> {
                        // Extensions are not about the value.
                    }
                }
            }
            event = xml.next();
        }
        if (value.isEmpty()) {
            withoutValue += formula && !type.equals("str") ? 1 : 0;
        } else {
            add(text(type, style, value));
        }
        column++;
    }

    private String text(String type, String style, String value) throws DamagedWorkbookException {
        return switch (type) {
            case "s" -> texts.get(value);
            case "inlineStr" -> value;
            case "str" -> RichText.unescaped(value);
            case "b" -> value.equals("1") || value.equals("true") ? "TRUE" : "FALSE";
            case "d" -> value.endsWith("T00:00:00") ? value.substring(0, value.length() - "T00:00:00".length()) : value;
            case "e" -> {
                errors++;
                yield "";
            }
            default -> formats.text(value, style);
        };
    }

    private void add(String text) {
        if (text.isBlank()) {
            return;
        }
        if (column >= cells.length) {
            int length = cells.length;
            cells = Arrays.copyOf(cells, Math.max(column + 1, 2 * length));
            Arrays.fill(cells, length, cells.length, "");
        }
        cells[column] = text;
        begin = end == 0 ? column : Math.min(begin, column);
        end = Math.max(end, column + 1);
    }

    /** The column of a reference such as {@code AB12}, from 0. */
    private static int column(String reference) throws DamagedWorkbookException {
        int column = 0;
        int at = 0;
        while (at < reference.length() && at < 4 && isLetter(reference.charAt(at))) {
            column = column * 26 + Character.toUpperCase(reference.charAt(at)) - 'A' + 1;
            at++;
        }
        if (column == 0) {
            throw DamagedWorkbookException.because("a cell has the position '" + reference + "'");
        }
        return column - 1;
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** The number of the row, from 1. */
    int row() {
        return row;
    }

    /** The first column of the row with a value, from 0. */
    int begin() {
        return begin;
    }

    /** The column after the last one of the row with a value. */
    int end() {
        return end;
    }

    /** The value in a column of the row; empty if there is none. */
    String cell(int index) {
        return index < end ? cells[index] : "";
    }

    /** The number of cells with an error so far. */
    long errors() {
        return errors;
    }

    /** The number of formulas without a result so far. */
    long withoutValue() {
        return withoutValue;
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw WorkbookParts.failure(e);
        }
    }
}
