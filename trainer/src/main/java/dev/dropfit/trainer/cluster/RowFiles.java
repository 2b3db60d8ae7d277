package dev.dropfit.trainer.cluster;

import dev.dropfit.core.SingleByte;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.JoinedCsv;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.registry.CurrentDataset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of a dataset as one CSV that can be read from any place: one file, or the parts in their order with the header once. Immutable.
 *
 * @param files in the order of their rows, at least one
 */
public record RowFiles(List<RowFile> files) {
    /** Copies the list. */
    public RowFiles {
        files = List.copyOf(files);
    }

    /**
     * One of the files.
     *
     * @param object its name in the bucket
     * @param offset of what it adds to the CSV, in bytes
     * @param lineEnd whether this begins with a line end that is not in the file
     * @param skipped how many bytes of the file, unpacked, do not belong to the CSV: a header that is not the first
     */
    public record RowFile(String object, long generation, long offset, boolean lineEnd, long skipped) {}

    /**
     * The files of a dataset.
     *
     * @param content of the dataset, which has been read to its end
     */
    public static RowFiles of(CurrentDataset dataset, InputStream content) {
        if (!(content instanceof JoinedCsv joined)) {
            return new RowFiles(List.of(new RowFile(dataset.info().name(), dataset.generation(), 0, false, 0)));
        }
        List<RowFile> files = new ArrayList<>();
        for (JoinedCsv.Start start : joined.starts()) {
            ObjectInfo part = dataset.parts().get(start.part());
            files.add(
                    new RowFile(part.name(), part.generation(), start.offset(), start.lineEnd(), start.headerBytes()));
        }
        return new RowFiles(files);
    }

    /**
     * Opens the CSV at a place.
     *
     * @param offset in bytes, unpacked
     * @throws IOException when a file is not there any more
     */
    Content from(Bucket data, long offset) throws IOException, InvalidTableException {
        int first = files.size() - 1;
        while (files.get(first).offset() > offset) {
            first--;
        }
        Content content = new Content(data, first);
        content.open(offset - files.get(first).offset());
        return content;
    }

    /** The CSV from a place on. Not thread-safe. */
    final class Content extends InputStream {
        private final Bucket data;
        private final int first;
        private int next;
        private @Nullable InputStream file;

        Content(Bucket data, int first) {
            this.data = data;
            this.first = first;
            this.next = first;
        }

        /** Opens the next file after some bytes of what it adds. */
        private void open(long after) throws IOException, InvalidTableException {
            RowFile opened = files.get(next++);
            boolean lineEnd = opened.lineEnd() && after == 0;
            InputStream rows = rows(opened, opened.skipped() + after - (opened.lineEnd() && after > 0 ? 1 : 0));
            file = lineEnd ? new SequenceInputStream(new ByteArrayInputStream(new byte[] {'\n'}), rows) : rows;
        }

        private InputStream rows(RowFile opened, long offset) throws IOException, InvalidTableException {
            PackedCsv content = PackedCsv.open(stored(opened, 0));
            if (content.isPacked()) {
                content.csv().skipNBytes(offset);
                return content.csv();
            }
            content.csv().close();
            return stored(opened, offset);
        }

        private InputStream stored(RowFile opened, long offset) throws IOException {
            return data.readFrom(opened.object(), opened.generation(), offset)
                    .orElseThrow(() -> new IOException(
                            opened.object() + " is not the one that was read at the beginning: this generation is not"
                                    + " there any more"));
        }

        @Override
        public int read() throws IOException {
            return SingleByte.read(this);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            InputStream from = file;
            while (from != null) {
                int count = from.read(target, offset, length);
                if (count >= 0) {
                    return count;
                }
                close();
                if (next < files.size()) {
                    try {
                        open(0);
                    } catch (InvalidTableException e) {
                        throw new IOException(e);
                    }
                }
                from = file;
            }
            return -1;
        }

        /** A file that was opened and has another generation by now: of a bucket that keeps no old ones, its middle may be newer. */
        Optional<String> changed() throws IOException {
            for (RowFile opened : files.subList(first, next)) {
                Optional<ObjectInfo> now = data.find(opened.object());
                if (now.isEmpty() || now.get().generation() != opened.generation()) {
                    return Optional.of(opened.object());
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            InputStream opened = file;
            file = null;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
