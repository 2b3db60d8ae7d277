package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;

/** Some rows as a sequence of cells, which can be passed on to a sink, in this process or as bytes in another one. Not thread-safe. */
public final class RowBatch {
    /** A longer number follows. */
    private static final int LONG = 0xFF;

    private char[] text;
    private int length;
    private int[] ends = new int[1 << 10];
    private int cells;
    private long[] lines = new long[1 << 6];
    private int[] lastCells = new int[1 << 6];
    private int rows;

    /** An empty batch. */
    public RowBatch() {
        this(1 << 13);
    }

    /** @param characters that have room at the beginning */
    RowBatch(int characters) {
        text = new char[characters];
    }

    /** Begins a row; one that was begun and not ended is removed. */
    public void beginRow(long line) {
        if (rows == lines.length) {
            lines = Arrays.copyOf(lines, rows * 2);
            lastCells = Arrays.copyOf(lastCells, rows * 2);
        }
        cells = rows == 0 ? 0 : lastCells[rows - 1];
        length = cells == 0 ? 0 : ends[cells - 1];
        lines[rows] = line;
    }

    /** Adds a cell to the row. */
    public void cell(char[] buffer, int offset, int count) {
        if (length + count > text.length) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, length + count));
        }
        if (cells == ends.length) {
            ends = Arrays.copyOf(ends, cells * 2);
        }
        char[] target = text;
        int at = length;
        for (int i = 0; i < count; i++) {
            target[at + i] = buffer[offset + i];
        }
        length = at + count;
        ends[cells++] = length;
    }

    /** Ends the row. */
    public void endRow() {
        lastCells[rows++] = cells;
    }

    /** The number of rows that have ended. */
    public int rows() {
        return rows;
    }

    /** The number of characters. */
    int length() {
        return length;
    }

    /** Removes all rows. */
    void clear() {
        rows = 0;
        cells = 0;
        length = 0;
    }

    /** Passes the rows on. */
    public void replay(RowSink sink) throws InvalidTableException {
        replay(sink, 0, rows);
    }

    /** Passes some rows on. */
    void replay(RowSink sink, int from, int to) throws InvalidTableException {
        int cell = from == 0 ? 0 : lastCells[from - 1];
        int start = cell == 0 ? 0 : ends[cell - 1];
        for (int row = from; row < to; row++) {
            sink.beginRow(lines[row]);
            int first = cell;
            while (cell < lastCells[row]) {
                int end = ends[cell];
                sink.cell(cell - first, text, start, end - start);
                start = end;
                cell++;
            }
            sink.endRow();
        }
    }

    /** Writes the rows, in little more room than their characters need. */
    public void write(DataOutput out) throws IOException {
        int used = rows == 0 ? 0 : lastCells[rows - 1];
        int characters = used == 0 ? 0 : ends[used - 1];
        out.writeInt(rows);
        out.writeInt(used);
        long line = 0;
        int cell = 0;
        for (int row = 0; row < rows; row++) {
            writeSmall(lines[row] - line, out);
            writeSmall((long) lastCells[row] - cell, out);
            line = lines[row];
            cell = lastCells[row];
        }
        int end = 0;
        for (int i = 0; i < used; i++) {
            writeSmall((long) ends[i] - end, out);
            end = ends[i];
        }
        boolean narrow = isNarrow(characters);
        out.writeBoolean(narrow);
        byte[] bytes = new byte[narrow ? characters : characters * Character.BYTES];
        if (narrow) {
            for (int i = 0; i < characters; i++) {
                bytes[i] = (byte) text[i];
            }
        } else {
            ByteBuffer.wrap(bytes).asCharBuffer().put(text, 0, characters);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads rows that were written. */
    public static RowBatch read(DataInput in) throws IOException {
        int rows = in.readInt();
        int cells = in.readInt();
        RowBatch batch = new RowBatch(0);
        batch.rows = rows;
        batch.cells = cells;
        batch.lines = new long[rows];
        batch.lastCells = new int[rows];
        long line = 0;
        int last = 0;
        for (int row = 0; row < rows; row++) {
            line += readSmall(in);
            last += (int) readSmall(in);
            batch.lines[row] = line;
            batch.lastCells[row] = last;
        }
        batch.ends = new int[cells];
        int end = 0;
        for (int cell = 0; cell < cells; cell++) {
            end += (int) readSmall(in);
            batch.ends[cell] = end;
        }
        boolean narrow = in.readBoolean();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        batch.length = narrow ? bytes.length : bytes.length / Character.BYTES;
        batch.text = new char[batch.length];
        if (narrow) {
            for (int i = 0; i < bytes.length; i++) {
                batch.text[i] = (char) (bytes[i] & 0xFF);
            }
        } else {
            CharBuffer wide = ByteBuffer.wrap(bytes).asCharBuffer();
            wide.get(batch.text);
        }
        return batch;
    }

    /** Writes a number from 0, of which most are small: a byte up to 254. */
    private static void writeSmall(long number, DataOutput out) throws IOException {
        out.writeByte((int) Math.min(number, LONG));
        if (number >= LONG) {
            out.writeLong(number);
        }
    }

    private static long readSmall(DataInput in) throws IOException {
        int number = in.readUnsignedByte();
        return number < LONG ? number : in.readLong();
    }

    /** Whether all characters have room in a byte. */
    private boolean isNarrow(int characters) {
        for (int i = 0; i < characters; i++) {
            if (text[i] > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
