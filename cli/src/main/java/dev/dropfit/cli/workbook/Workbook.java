package dev.dropfit.cli.workbook;

import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An Excel workbook, with the sheet that has the table: the first visible one with two columns and two rows, else the first one with a cell. Not
 * thread-safe.
 */
public final class Workbook implements Closeable {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** One of them is the first part of a workbook. */
    private static final List<String> FIRST_PARTS = List.of("[Content_Types].xml", "_rels/", "docProps/", "xl/");
    /** The header of the first part in the archive, with its name. */
    private static final int START_BYTES = 64;

    private static final int MAX_SHOWN_SHEETS = 5;

    private final WorkbookParts parts;
    private final SharedTexts texts;
    private final CellFormats formats;
    private final Sheet sheet;
    private final Extent extent;
    private final List<CsvNote> notes;

    private Workbook(
            WorkbookParts parts,
            SharedTexts texts,
            CellFormats formats,
            Sheet sheet,
            Extent extent,
            List<CsvNote> notes) {
        this.parts = parts;
        this.texts = texts;
        this.formats = formats;
        this.sheet = sheet;
        this.extent = extent;
        this.notes = List.copyOf(notes);
    }

    /** Whether a file is a workbook, whatever its name. */
    public static boolean isWorkbook(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(START_BYTES);
        }
        if (start.length < START_BYTES || !Arrays.equals(start, 0, ZIP.length, ZIP, 0, ZIP.length)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry("[Content_Types].xml") != null
                    && zip.stream().anyMatch(entry -> entry.getName().startsWith("xl/"));
        } catch (ZipException e) {
            // A workbook that is not complete still begins as one.
            String first = new String(start, StandardCharsets.ISO_8859_1);
            return FIRST_PARTS.stream().anyMatch(first::contains);
        }
    }

    /**
     * Opens a workbook and reads through the sheet once, to find out where its table is.
     *
     * @throws InvalidTableException when it has no table, or can't be read; the message says what to do
     */
    public static Workbook open(Path file) throws IOException, InvalidTableException {
        WorkbookParts parts = WorkbookParts.open(file);
        try {
            return opened(parts);
        } catch (DamagedWorkbookException e) {
            parts.close();
            throw new InvalidTableException(String.valueOf(e.getMessage()));
        } catch (IOException | InvalidTableException e) {
            parts.close();
            throw e;
        }
    }

    private static Workbook opened(WorkbookParts parts) throws IOException, InvalidTableException {
        Contents contents = Contents.read(parts);
        SharedTexts texts = SharedTexts.read(parts, contents.texts());
        CellFormats formats = CellFormats.read(parts, contents.styles(), contents.from1904());
        List<Sheet> sheets = new ArrayList<>(contents.sheets());
        sheets.sort(Comparator.comparing(Sheet::hidden));
        Optional<Workbook> small = Optional.empty();
        for (Sheet sheet : sheets) {
            Extent extent = extent(parts, texts, formats, sheet);
            if (extent.isEmpty()) {
                continue;
            }
            if (extent.isTable() || small.isEmpty()) {
                Workbook found = new Workbook(parts, texts, formats, sheet, extent, notes(contents, sheet, extent));
                if (extent.isTable()) {
                    return found;
                }
                small = Optional.of(found);
            }
        }
        return small.orElseThrow(() -> new InvalidTableException(
                "The Excel workbook has no sheet with values; a dataset has a header and rows"));
    }

    private static Extent extent(WorkbookParts parts, SharedTexts texts, CellFormats formats, Sheet sheet)
            throws IOException {
        try (SheetRows rows = SheetRows.open(parts, sheet, texts, formats)) {
            int begin = Integer.MAX_VALUE;
            int end = 0;
            int count = 0;
            while (rows.next()) {
                begin = Math.min(begin, rows.begin());
                end = Math.max(end, rows.end());
                count++;
            }
            return new Extent(begin, end, count, rows.errors(), rows.withoutValue());
        }
    }

    private static List<CsvNote> notes(Contents contents, Sheet sheet, Extent extent) {
        List<CsvNote> notes = new ArrayList<>();
        List<Sheet> others =
                contents.sheets().stream().filter(other -> !other.equals(sheet)).toList();
        String read = "the rows come from the sheet '" + sheet.name() + "'"
                + (sheet.hidden() ? ", which is hidden," : "") + " of an Excel workbook";
        if (!others.isEmpty()) {
            read += "; " + (others.size() == 1 ? "1 other sheet is" : others.size() + " other sheets are")
                    + " not read: "
                    + others.stream()
                            .limit(MAX_SHOWN_SHEETS)
                            .map(other -> "'" + other.name() + "'" + (other.hidden() ? " (hidden)" : ""))
                            .collect(Collectors.joining(", "))
                    + (others.size() > MAX_SHOWN_SHEETS ? ", …" : "")
                    + ". To use another sheet, make it the first one, or save it as CSV";
        }
        notes.add(new CsvNote("excel-sheet", read, List.of()));
        if (extent.errors() > 0) {
            notes.add(new CsvNote(
                    "excel-errors",
                    (extent.errors() == 1
                                    ? "1 cell with an error, such as #N/A or #DIV/0!, counts"
                                    : extent.errors() + " cells with an error, such as #N/A or #DIV/0!, count")
                            + " as missing",
                    List.of()));
        }
        if (extent.withoutValue() > 0) {
            notes.add(new CsvNote(
                    "excel-formulas",
                    (extent.withoutValue() == 1
                                    ? "1 formula without a saved result counts"
                                    : extent.withoutValue() + " formulas without a saved result count")
                            + " as missing; to have the results, open the workbook in Excel or LibreOffice, save it, and"
                            + " try again",
                    List.of()));
        }
        return notes;
    }

    /** What was read, and what was not. */
    public List<CsvNote> notes() {
        return notes;
    }

    /**
     * The sheet as CSV with commas, in UTF-8: a line is a row of the sheet, unless a cell has a line break. Closing it does not close the workbook.
     */
    public InputStream csv() throws IOException {
        return new SheetCsv(SheetRows.open(parts, sheet, texts, formats), extent.begin(), extent.end());
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }

    /**
     * Where the values of a sheet are.
     *
     * @param begin the first column with a value, from 0
     * @param end the column after the last one with a value
     * @param rows the number of rows with a value
     * @param errors the number of cells with an error
     * @param withoutValue the number of formulas without a result
     */
    private record Extent(int begin, int end, int rows, long errors, long withoutValue) {
        boolean isEmpty() {
            return rows == 0;
        }

        boolean isTable() {
            return rows > 1 && end - begin > 1;
        }
    }
}
