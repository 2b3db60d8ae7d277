package dev.dropfit.core.csv;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises files that are no CSV by their first bytes, and says how to make a CSV of them. */
final class FileKinds {
    static final String EXCEL =
            "The file is an Excel workbook (.xlsx). Open it in Excel or LibreOffice and save the sheet as CSV UTF-8;"
                    + " the commands and the page of 'dropfit up' read the workbook itself";
    static final String LIBRE_OFFICE =
            "The file is a LibreOffice spreadsheet (.ods). Open it in LibreOffice and save the sheet as CSV, in UTF-8";

    private static final int MAX_NULS_OF_TEXT = 64;
    private static final int CONTROLS_PER_TEXT = 500;
    private static final int SHOWN_START = 4096;

    private static final Pattern SQL = Pattern.compile("(--.*)?\\b(create table|insert into) .*", Pattern.DOTALL);

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "\u001F\u008B",
                    "compressed with gzip. In a request, say so with the header Content-Encoding: gzip; commands, the"
                            + " page and buckets need no header"),
            new Kind(
                    "PAR1\u0015",
                    "a Parquet file. Convert it to CSV, in Python with"
                            + " pandas.read_parquet(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
            new Kind(
                    "ARROW1\u0000",
                    "an Arrow (Feather) file. Convert it to CSV, in Python with"
                            + " pandas.read_feather(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
            new Kind("Obj\u0001", "an Avro file. Convert it to CSV"),
            new Kind(
                    "\u0089HDF",
                    "an HDF5 file. Convert it to CSV, in Python with pandas.read_hdf(\"FILE\").to_csv(\"dataset.csv\","
                            + " index=False)"),
            new Kind(
                    "\u0093NUMPY",
                    "a NumPy file. Convert it to CSV, in Python with numpy.savetxt(\"dataset.csv\","
                            + " numpy.load(\"FILE\"), delimiter=\",\")"),
            new Kind(
                    "\u0080\u0004\u0095",
                    "a Python pickle. Convert it to CSV, in Python with"
                            + " pandas.read_pickle(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
            new Kind(
                    "SQLite format 3",
                    "a SQLite database. Export a table as CSV: sqlite3 -header -csv FILE \"select * from TABLE\" >"
                            + " dataset.csv"),
            new Kind(
                    "\u00D0\u00CF\u0011\u00E0",
                    "an old Excel workbook (.xls), or one with a password. Open it in Excel or LibreOffice and save"
                            + " the sheet as CSV UTF-8"),
            new Kind("%PDF", "a PDF document. Save the table as CSV where the document was made"),
            new Kind("\u0089PNG", "a picture (PNG). Accepted is CSV text"),
            new Kind("\u00FF\u00D8\u00FF", "a picture (JPEG). Accepted is CSV text"),
            new Kind("{\\rtf", "a text document (RTF). Save it as plain text, in UTF-8"),
            new Kind("BZh91AY&SY", "compressed with bzip2. Unpack it, or compress it with gzip"),
            new Kind("\u00FD7zXZ", "compressed with xz. Unpack it, or compress it with gzip"),
            new Kind("(\u00B5/\u00FD", "compressed with zstd. Unpack it, or compress it with gzip"),
            new Kind("7z\u00BC\u00AF", "a 7-Zip archive. Unpack it"),
            new Kind("Rar!", "a RAR archive. Unpack it"),
            new Kind(
                    "$FL2",
                    "an SPSS file. Export it as CSV in SPSS, or in Python with"
                            + " pandas.read_spss(\"FILE\").to_csv(\"dataset.csv\", index=False)"),
            new Kind("<stata_dta>", "a Stata file. Export it as CSV in Stata with: export delimited dataset.csv"),
            new Kind(
                    "version https://git-lfs",
                    "a pointer of Git LFS, not the file itself. Download the file with: git lfs pull"));

    private FileKinds() {}

    /**
     * A kind of file.
     *
     * @param start its first bytes, each as a character
     * @param advice what it is, and how to make a CSV of it
     */
    private record Kind(String start, String advice) {}

    /**
     * Checks the first bytes of a file.
     *
     * @throws InvalidTableException when they are no CSV; the message says what they are, and what to do
     */
    static void check(byte[] sample) throws InvalidTableException {
        String start = new String(sample, 0, Math.min(sample.length, SHOWN_START), StandardCharsets.ISO_8859_1);
        for (Kind kind : KINDS) {
            if (start.startsWith(kind.start())) {
                throw new InvalidTableException("The file is " + kind.advice());
            }
        }
        if (start.startsWith("PK\u0003\u0004")) {
            throw new InvalidTableException(archive(new String(sample, StandardCharsets.ISO_8859_1)));
        }
        checkText(start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start);
    }

    private static String archive(String content) {
        if (content.contains("xl/") || content.contains("[Content_Types].xml")) {
            return EXCEL;
        }
        if (content.contains("opendocument")) {
            return LIBRE_OFFICE;
        }
        return "The file is a zip archive. Send the CSV itself; a command and the page accept a zip archive with one"
                + " CSV";
    }

    private static void checkText(String start) throws InvalidTableException {
        String text = start.stripLeading();
        String lower = text.toLowerCase(Locale.ROOT);
        if (isJson(text)) {
            throw new InvalidTableException("The file is JSON. Convert it to CSV, in Python with"
                    + " pandas.read_json(\"FILE\").to_csv(\"dataset.csv\", index=False); for one object a line add"
                    + " lines=True");
        }
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            throw new InvalidTableException(
                    "The file is a web page (HTML). Download the data itself; on GitHub, use the button 'Download raw"
                            + " file'");
        }
        if (lower.startsWith("-[ record ") || lower.startsWith("*************************** 1. row")) {
            throw new InvalidTableException(
                    "The file has the cells of each row below each other. Write a row per line, with psql --csv, or in"
                            + " MySQL with ; instead of \\G");
        }
        if (lower.startsWith("<?xml")) {
            throw new InvalidTableException("The file is XML. Save or export the table as CSV");
        }
        if (SQL.matcher(lower).matches()) {
            throw new InvalidTableException(
                    "The file is a dump of a database (SQL). Export the rows of a table or a query as CSV,"
                            + " for example with psql --csv, or sqlite3 -header -csv");
        }
        if (lower.startsWith("@relation") || lower.contains("\n@attribute")) {
            throw new InvalidTableException(
                    "The file is an ARFF file. Save it as CSV, in Weka with Save… in the tab Preprocess, or in Python"
                            + " with scipy.io.arff");
        }
    }

    private static boolean isJson(String text) {
        if (text.isEmpty() || (text.charAt(0) != '{' && text.charAt(0) != '[')) {
            return false;
        }
        String rest = text.substring(1).stripLeading();
        return rest.startsWith("\"") || rest.startsWith("{") || rest.startsWith("[") || rest.startsWith("}");
    }

    /**
     * Checks that bytes which are not UTF-16 are text.
     *
     * @throws InvalidTableException when they are not
     */
    static void checkControls(byte[] sample) throws InvalidTableException {
        int nuls = 0;
        int controls = 0;
        byte found = 0;
        for (byte b : sample) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                nuls += b == 0 ? 1 : 0;
                controls += b == 0 ? 0 : 1;
                found = found == 0 ? b : found;
            }
        }
        if (nuls > Math.min(MAX_NULS_OF_TEXT, 1 + sample.length / 8)
                || controls > 1 + sample.length / CONTROLS_PER_TEXT) {
            throw new InvalidTableException(
                    "The file is not text (it has the byte 0x%02x). Save the table as CSV in the program that wrote it"
                            .formatted(found));
        }
    }
}
