package dev.dropfit.trainer.cluster;

import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Where the chunks of rows of a file are, the same ones as in a table of all rows. */
final class ChunkPlaces {
    private final LineIndex index;
    private final long rows;
    /** The lines on which the first and the last row of each chunk begin. */
    private final int[] firstLines;

    private final int[] lastLines;

    /**
     * The chunks of a file.
     *
     * @param lines on which rows begin
     */
    ChunkPlaces(BitSet lines, LineIndex index) {
        this.index = index;
        rows = lines.cardinality();
        int chunks = (int) ((rows + Table.CHUNK - 1) / Table.CHUNK);
        firstLines = new int[chunks];
        lastLines = new int[chunks];
        int row = 0;
        for (int line = lines.nextSetBit(0); line >= 0; line = lines.nextSetBit(line + 1)) {
            int chunk = row / Table.CHUNK;
            firstLines[chunk] = row % Table.CHUNK == 0 ? line : firstLines[chunk];
            lastLines[chunk] = line;
            row++;
        }
    }

    /** The number of chunks. */
    int count() {
        return firstLines.length;
    }

    /**
     * Groups of chunks of about the same size.
     *
     * @param number of groups, at most that of chunks
     */
    List<RowGroup> groups(int number) {
        List<RowGroup> groups = new ArrayList<>();
        long chunks = count();
        for (int group = 0; group < number; group++) {
            int from = (int) (chunks * group / number);
            int to = (int) (chunks * (group + 1) / number);
            groups.add(new RowGroup(
                    Math.min(rows, (long) to * Table.CHUNK) - (long) from * Table.CHUNK,
                    firstLines[from],
                    lastLines[to - 1],
                    index.before(firstLines[from])));
        }
        return groups;
    }
}
