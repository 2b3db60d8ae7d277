package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads the rows of a range of a CSV. Not thread-safe. */
final class RangeReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final RowSource source;
    private final Bucket data;

    /** @param data the bucket of the source */
    RangeReader(RowSource source, Bucket data) {
        this.source = source;
        this.data = data;
    }

    /** Takes the rows of a range, and no others. */
    interface Sink extends RowSink {
        @Override
        void header(List<String> names, char separator);

        @Override
        void endRow();
    }

    /** The rows after the range do not matter. */
    private static final class EndException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EndException() {
            super("end", null, false, false);
        }
    }

    /**
     * Reads a range.
     *
     * @throws IOException when the dataset can't be read, is another one by now, or does not have the rows where they were
     */
    void read(RowGroup range, Sink sink) throws IOException {
        Rows rows = new Rows(range, sink);
        boolean divisible = source.beginning().divisible();
        try (RowFiles.Content content =
                source.files().from(data, divisible ? range.place().offset() : 0)) {
            parse(divisible ? atLine(new BufferedInputStream(content, BUFFER_BYTES), range) : content, range, rows);
            Optional<String> changed = content.changed();
            if (changed.isPresent()) {
                throw moved("there is another generation of " + changed.get());
            }
        } catch (InvalidTableException e) {
            throw moved(String.valueOf(e.getMessage()));
        }
        if (rows.found != range.rows()) {
            throw moved("found " + rows.found + " of " + range.rows() + " rows from line " + range.firstLine() + " to "
                    + range.lastLine());
        }
    }

    private void parse(InputStream content, RowGroup range, RowSink rows) throws IOException, InvalidTableException {
        try {
            source.beginning().parse(content, range.firstLine(), rows);
        } catch (EndException e) {
            // The last row of the range was read.
        }
    }

    private static IOException moved(String why) {
        return new IOException("The dataset is not the one that was read at the beginning: " + why);
    }

    /** Goes to the line of the first row, by counting line ends. */
    private InputStream atLine(BufferedInputStream in, RowGroup range) throws IOException {
        if (range.place().offset() == 0) {
            in.skipNBytes(source.beginning().markBytes());
        }
        long ends = range.firstLine() - range.place().line();
        while (ends > 0) {
            int value = in.read();
            if (value < 0) {
                throw moved("it has no line " + range.firstLine());
            }
            if (value == '\r') {
                skipLineFeed(in);
            }
            ends -= value == '\n' || value == '\r' ? 1 : 0;
        }
        return in;
    }

    private static void skipLineFeed(BufferedInputStream in) throws IOException {
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
    }

    /** Passes on the rows of the range. */
    private final class Rows implements RowSink {
        private final RowGroup range;
        private final Sink sink;
        private boolean counted;
        private long found;

        Rows(RowGroup range, Sink sink) {
            this.range = range;
            this.sink = sink;
        }

        @Override
        public boolean keepsRowNames() {
            return false;
        }

        @Override
        public String knownName() {
            return source.beginning().knownName();
        }

        @Override
        public void header(List<String> names, char separator) {
            sink.header(names, separator);
        }

        @Override
        public void beginRow(long line) {
            counted = line >= range.firstLine()
                    && line <= range.lastLine()
                    && source.rows().get((int) line);
            if (counted) {
                found++;
                sink.beginRow(line);
            }
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            if (counted) {
                sink.cell(column, buffer, offset, length);
            }
        }

        @Override
        public void endRow() {
            if (counted) {
                sink.endRow();
                if (found == range.rows()) {
                    throw new EndException();
                }
            }
        }
    }
}
