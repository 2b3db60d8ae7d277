package dev.dropfit.cli.workbook;

import dev.dropfit.core.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The rows of a sheet as CSV. Not thread-safe. */
final class SheetCsv extends InputStream {
    private static final int PIECE_CHARACTERS = 1 << 14;

    private final SheetRows rows;
    private final int begin;
    private final int end;
    private byte[] piece = {};
    private int at;
    private int line = 1;
    private boolean ended;

    /**
     * All rows.
     *
     * @param begin the first column, from 0
     * @param end the column after the last one: each row has the same number of cells
     */
    SheetCsv(SheetRows rows, int begin, int end) {
        this.rows = rows;
        this.begin = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (at == piece.length && !fill()) {
            return -1;
        }
        int read = Math.min(count, piece.length - at);
        System.arraycopy(piece, at, target, offset, read);
        at += read;
        return read;
    }

    private boolean fill() throws IOException {
        StringBuilder text = new StringBuilder();
        while (!ended && text.length() < PIECE_CHARACTERS) {
            if (rows.next()) {
                append(text);
            } else {
                ended = true;
            }
        }
        piece = text.toString().getBytes(StandardCharsets.UTF_8);
        at = 0;
        return piece.length > 0;
    }

    private void append(StringBuilder text) {
        // Empty rows are empty lines, so that messages about a line name the row of the sheet.
        while (line < rows.row()) {
            text.append('\n');
            line++;
        }
        for (int column = begin; column < end; column++) {
            if (column > begin) {
                text.append(',');
            }
            appendCell(text, rows.cell(column));
        }
        text.append('\n');
        line++;
    }

    /** All but simple cells are quoted: other separators inside are then not taken for separators. */
    private static void appendCell(StringBuilder text, String cell) {
        if (isSimple(cell)) {
            text.append(cell);
            return;
        }
        text.append('"');
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            text.append(c == '"' ? "\"\"" : c);
        }
        text.append('"');
    }

    private static boolean isSimple(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean simple = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || c == '.'
                    || c == '-'
                    || c == '_'
                    || c == '+';
            if (!simple) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
