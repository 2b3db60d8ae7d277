package dev.dropfit.core.csv;

import dev.dropfit.core.SingleByte;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV that may be packed: with gzip, or as the only CSV in a zip archive. The first bytes decide, not a name: Cloud Storage keeps objects
 * with {@code Content-Encoding: gzip} packed under any name.
 *
 * @param csv the unpacked content; fails at its end if the packed file is damaged. Closing it closes the stream that it was made of
 */
public record PackedCsv(InputStream csv) {
    private static final int BUFFER_BYTES = 1 << 16;
    /** A small one, so that the number of packed bytes that are read is about that of the bytes that are unpacked. */
    private static final int GZIP_BUFFER_BYTES = 1 << 13;
    /** From this length on, the content must not be more than {@link #MAX_RATIO} times as long as the packed file. */
    private static final long MIN_LIMITED_BYTES = 64L << 20;
    /** Tables are packed to a third or a tenth of their length, constant ones to a hundredth. */
    private static final long MAX_RATIO = 400;

    /**
     * Opens a file that may be packed, or several that are joined. Its content is read to the end of the file, so that a stream which checks its length can do so.
     *
     * @throws InvalidTableException when it is packed, but not a CSV
     */
    public static PackedCsv open(InputStream file) throws IOException, InvalidTableException {
        if (file instanceof JoinedCsv) {
            return new PackedCsv(file);
        }
        Counted raw = new Counted(file);
        raw.mark(4);
        byte[] start = raw.readNBytes(4);
        raw.reset();
        try {
            if (start.length > 1 && start[0] == 0x1F && start[1] == (byte) 0x8B) {
                return new PackedCsv(new Unpacked(new GZIPInputStream(raw, GZIP_BUFFER_BYTES), raw, null));
            }
            if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
                return new PackedCsv(onlyCsv(raw));
            }
        } catch (ZipException | EOFException e) {
            throw new InvalidTableException(String.valueOf(damaged(e).getMessage()));
        }
        return new PackedCsv(raw);
    }

    /**
     * The place in the file, about, of a place in the content that was read recently.
     *
     * @param bytes the length of the content before it
     */
    public long placeInFile(long bytes) {
        if (csv instanceof JoinedCsv joined) {
            return joined.placeInFiles(bytes);
        }
        return csv instanceof Unpacked unpacked ? unpacked.placeInFile(bytes) : bytes;
    }

    /** Whether the file is packed. */
    public boolean isPacked() {
        return csv instanceof Unpacked;
    }

    private static InputStream onlyCsv(Counted raw) throws IOException, InvalidTableException {
        ZipInputStream zip = new ZipInputStream(raw);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.equals("[Content_Types].xml") || name.startsWith("xl/")) {
                throw new InvalidTableException(FileKinds.EXCEL);
            }
            if (name.equals("mimetype")) {
                throw new InvalidTableException(FileKinds.LIBRE_OFFICE);
            }
            if (isCsv(entry)) {
                return new Unpacked(zip, raw, zip);
            }
            skipEntry(zip, raw);
        }
        throw new InvalidTableException(
                "The zip archive has no file whose name ends in .csv, .tsv, .txt or .data; give the CSV itself");
    }

    private static void skipEntry(ZipInputStream zip, Counted raw) throws IOException {
        byte[] piece = new byte[BUFFER_BYTES];
        long length = 0;
        for (int count = zip.read(piece); count >= 0; count = zip.read(piece)) {
            length += count;
            checkRatio(length, raw);
        }
    }

    private static boolean isCsv(ZipEntry entry) {
        String name = entry.getName().toLowerCase(Locale.ROOT);
        boolean hidden = name.startsWith("__macosx/") || name.startsWith(".") || name.contains("/.");
        boolean table =
                name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt") || name.endsWith(".data");
        boolean readme = name.contains("readme") || name.contains("license");
        return !entry.isDirectory() && table && !hidden && !readme;
    }

    private static void checkRatio(long length, Counted raw) throws DamagedFileException {
        if (length > MIN_LIMITED_BYTES && length / MAX_RATIO > raw.bytesRead) {
            throw new DamagedFileException("The file unpacks to more than " + MAX_RATIO
                    + " times its size, so it may be damaged. If it is a table, give the unpacked CSV");
        }
    }

    private static DamagedFileException damaged(IOException e) {
        return new DamagedFileException(
                "The packed file is damaged (" + e.getMessage()
                        + "); pack it and upload it again, or give the unpacked CSV",
                e);
    }

    /** The packed file, with the number of bytes that were read. */
    private static final class Counted extends BufferedInputStream {
        private long bytesRead;
        private long marked;

        Counted(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public synchronized int read() throws IOException {
            int value = super.read();
            bytesRead += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytesRead += Math.max(0, read);
            return read;
        }

        /** Whether there are more bytes: 0 only at the end. A file may have several parts, and gzip's reader asks this before the next. */
        @Override
        public synchronized int available() throws IOException {
            mark(1);
            boolean more = read() >= 0;
            reset();
            return more ? 1 : 0;
        }

        @Override
        public synchronized void mark(int limit) {
            super.mark(limit);
            marked = bytesRead;
        }

        @Override
        public synchronized void reset() throws IOException {
            super.reset();
            bytesRead = marked;
        }
    }

    private static final class Unpacked extends FilterInputStream {
        private final Counted raw;
        private final @Nullable ZipInputStream zip;
        private long length;
        private boolean ended;

        Unpacked(InputStream content, Counted raw, @Nullable ZipInputStream zip) {
            super(content);
            this.raw = raw;
            this.zip = zip;
        }

        @Override
        public int read() throws IOException {
            return SingleByte.read(this);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (ended) {
                return -1;
            }
            try {
                int read = in.read(target, offset, count);
                length += Math.max(0, read);
                checkRatio(length, raw);
                if (read < 0) {
                    ended = true;
                    finish();
                }
                return read;
            } catch (ZipException | EOFException e) {
                throw damaged(e);
            }
        }

        /** So many packed bytes in proportion as for all that is unpacked so far. */
        private long placeInFile(long bytes) {
            return length == 0 ? 0 : (long) ((double) bytes * raw.bytesRead / length);
        }

        private void finish() throws IOException {
            if (zip != null) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (isCsv(entry)) {
                        throw new DamagedFileException(
                                "The zip archive has more than one CSV; give an archive with one, or the CSV itself");
                    }
                    skipEntry(zip, raw);
                }
            }
            byte[] piece = new byte[BUFFER_BYTES];
            while (raw.read(piece, 0, piece.length) >= 0) {
                // The rest is no part of the table.
            }
        }
    }
}
