package dev.dropfit.trainer.read;

import dev.dropfit.core.csv.LineCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of a range of a file that are not in a sample of it.
 *
 * @param firstLine the line of the first row of the range
 * @param leftOut the labelled rows, by the number of lines after the first one
 * @param headers rows that repeat the header
 * @param empty rows without a value
 * @param unlabelled rows without a label
 */
public record OtherRows(long firstLine, BitSet leftOut, LineCount headers, LineCount empty, LineCount unlabelled) {
    /** No rows so far. */
    public OtherRows(long firstLine) {
        this(firstLine, new BitSet(), new LineCount(), new LineCount(), new LineCount());
    }

    /** Adds a labelled row. */
    public void leaveOut(long line) {
        leftOut.set((int) (line - firstLine));
    }

    /** Adds the lines of the labelled rows. */
    void addLinesTo(BitSet lines) {
        int first = (int) firstLine;
        int to;
        for (int from = leftOut.nextSetBit(0); from >= 0; from = leftOut.nextSetBit(to)) {
            to = leftOut.nextClearBit(from);
            lines.set(first + from, first + to);
        }
    }

    /** Writes them. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(firstLine);
        byte[] lines = leftOut.toByteArray();
        out.writeInt(lines.length);
        out.write(lines);
        write(headers, out);
        write(empty, out);
        write(unlabelled, out);
    }

    /** Reads what was written. */
    public static OtherRows read(DataInput in) throws IOException {
        long firstLine = in.readLong();
        byte[] lines = new byte[in.readInt()];
        in.readFully(lines);
        return new OtherRows(firstLine, BitSet.valueOf(lines), readLines(in), readLines(in), readLines(in));
    }

    private static void write(LineCount lines, DataOutput out) throws IOException {
        out.writeLong(lines.count());
        out.writeInt(lines.lines().size());
        for (long line : lines.lines()) {
            out.writeLong(line);
        }
    }

    private static LineCount readLines(DataInput in) throws IOException {
        long count = in.readLong();
        int shown = in.readInt();
        List<Long> first = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            first.add(in.readLong());
        }
        LineCount lines = new LineCount();
        lines.add(count, first);
        return lines;
    }
}
