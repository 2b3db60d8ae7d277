package dev.dropfit.trainer.read;

import java.util.Arrays;

/**
 * Where the lines of a text begin, about: the number of line ends before every quarter of a million bytes. A line ends with LF, CRLF or CR, as in the parser. For
 * texts with one byte for a line end. One thread writes it.
 */
public final class LineIndex {
    private static final int DEFAULT_STEP = 1 << 18;
    private static final byte END_MARK = 0x1A;

    private final int step;
    private long[] endsBefore = new long[16];
    private long bytes;
    private long ends;
    private boolean carriage;

    public LineIndex() {
        this(DEFAULT_STEP);
    }

    /** @param step how many bytes are between two places */
    LineIndex(int step) {
        this.step = step;
    }

    /**
     * A place in the text.
     *
     * @param offset in bytes
     * @param line the number of the line, from 1, that begins there or has begun before
     */
    public record Place(long offset, long line) {}

    /** Adds the next bytes. */
    public void add(byte[] buffer, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (bytes % step == 0) {
                mark();
            }
            int to = (int) Math.min(end, at + (step - bytes % step));
            bytes += to - at;
            for (; at < to; at++) {
                byte value = buffer[at];
                if (value == '\n' || value == '\r') {
                    ends += value == '\n' && carriage ? 0 : 1;
                    carriage = value == '\r';
                } else if (value != 0 && value != END_MARK) {
                    // The parser removes these before it looks for ends of lines.
                    carriage = false;
                }
            }
        }
    }

    private void mark() {
        int index = (int) (bytes / step);
        if (index == endsBefore.length) {
            endsBefore = Arrays.copyOf(endsBefore, 2 * index);
        }
        // A line end of two bytes is not divided: the place is before both, or the reader would count the second.
        endsBefore[index] = carriage ? -ends : ends;
    }

    /**
     * The last place before a line from which it can be found by counting line ends.
     *
     * @param line from 1
     */
    public Place before(long line) {
        int places = (int) ((bytes + step - 1) / step);
        int low = 0;
        int high = places - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Math.abs(endsBefore[middle]) < line - 1) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        // After CR alone the next byte may be its LF.
        while (low > 0 && endsBefore[low] < 0) {
            low--;
        }
        return new Place((long) low * step, endsBefore[low] + 1);
    }
}
