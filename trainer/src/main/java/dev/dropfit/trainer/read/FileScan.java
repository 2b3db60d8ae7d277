package dev.dropfit.trainer.read;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;

/**
 * Where the rows of a CSV are: what one pass over the file finds that looks at no cell. It takes a small part of the time of reading a table. Do not change
 * the set.
 *
 * @param columns their names
 * @param separator the character between cells
 * @param firstRows some of the first rows
 * @param lines on which rows begin, from 1
 * @param notes of the parser
 */
public record FileScan(List<String> columns, char separator, FirstRows firstRows, BitSet lines, List<CsvNote> notes) {
    /**
     * Scans a file; does not close the stream.
     *
     * @param knownName as in {@link RowSink}
     * @throws InvalidTableException when it is no table
     */
    public static FileScan of(InputStream csv, String knownName) throws IOException, InvalidTableException {
        Sink sink = new Sink(knownName);
        List<CsvNote> notes = CsvParser.parse(csv, sink).notes();
        // A set that has grown may have room for twice its lines.
        BitSet lines = BitSet.valueOf(sink.lines.toLongArray());
        return new FileScan(sink.columns, sink.separator, sink.firstRows, lines, notes);
    }

    private static final class Sink implements RowSink {
        private final String knownName;
        private final BitSet lines = new BitSet();
        private List<String> columns = List.of();
        private FirstRows firstRows = FirstRows.NONE;
        private char separator;
        private long line;

        Sink(String knownName) {
            this.knownName = knownName;
        }

        @Override
        public boolean keepsRowNames() {
            return false;
        }

        @Override
        public String knownName() {
            return knownName;
        }

        @Override
        public void firstRows(FirstRows rows) {
            firstRows = rows;
        }

        @Override
        public void header(List<String> names, char between) {
            columns = names;
            separator = between;
        }

        @Override
        public void beginRow(long number) {
            line = number;
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            // Other processes read the cells.
        }

        @Override
        public void endRow() throws InvalidTableException {
            if (line >= Integer.MAX_VALUE) {
                throw new InvalidTableException(
                        "The dataset has more than " + Figures.count(Integer.MAX_VALUE) + " lines; upload fewer rows");
            }
            lines.set((int) line);
        }
    }
}
