package dev.dropfit.predictor.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A CSV without a header, as SageMaker sends it: the first line is a row. */
final class HeaderlessCsv {
    private static final int MAX_LINE = 64 << 10;

    private HeaderlessCsv() {}

    /**
     * The cells of the first line, as they are between commas that are not in quotes. The stream is at its beginning again after it.
     *
     * @param csv can be marked
     */
    static List<String> firstCells(InputStream csv) throws IOException {
        csv.mark(MAX_LINE);
        byte[] start = csv.readNBytes(MAX_LINE);
        csv.reset();
        String text = new String(start, StandardCharsets.UTF_8);
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                break;
            } else if (!quoted && c == ',') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
