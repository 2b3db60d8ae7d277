package dev.dropfit.core.model.file;

import dev.dropfit.core.SingleByte;
import dev.dropfit.core.model.InvalidModelException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The entries of a zip in memory, from the directory at its end: their sizes are known before anything is unpacked. An entry whose content
 * has another size, or another checksum, fails when it is read.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>, sections 4.3.7, 4.3.12 and 4.3.16
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** A model file has three entries. */
    private static final int MAX_ENTRIES = 100;

    private final byte[] zip;
    private final Map<String, Entry> entries;

    /**
     * An entry.
     *
     * @param packed the size in the zip, in bytes
     * @param size the size after unpacking, in bytes, as the directory says
     * @param header where its local header begins
     */
    record Entry(int method, int flags, long checksum, long packed, long size, long header) {}

    private ZipDirectory(byte[] zip, Map<String, Entry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /** @throws InvalidModelException when it is not a zip that can be read */
    static ZipDirectory of(byte[] zip) throws InvalidModelException {
        try {
            return new ZipDirectory(zip, entries(zip));
        } catch (IndexOutOfBoundsException e) {
            throw new InvalidModelException("The model file is not a readable zip: its directory is damaged", e);
        }
    }

    private static Map<String, Entry> entries(byte[] content) throws InvalidModelException {
        ByteBuffer zip = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int end = end(zip);
        int count = zip.getShort(end + 10) & 0xffff;
        int at = zip.getInt(end + 16);
        if (count > MAX_ENTRIES) {
            throw new InvalidModelException("The model file has " + count + " entries; the maximum is " + MAX_ENTRIES);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (zip.getInt(at) != ENTRY_SIGNATURE) {
                throw new IndexOutOfBoundsException(at);
            }
            int nameLength = zip.getShort(at + 28) & 0xffff;
            String name = new String(content, at + ENTRY_SIZE, nameLength, StandardCharsets.UTF_8);
            Entry entry = new Entry(
                    zip.getShort(at + 10) & 0xffff,
                    zip.getShort(at + 8) & 0xffff,
                    zip.getInt(at + 16) & 0xffffffffL,
                    zip.getInt(at + 20) & 0xffffffffL,
                    zip.getInt(at + 24) & 0xffffffffL,
                    zip.getInt(at + 42) & 0xffffffffL);
            if (entries.put(name, entry) != null) {
                throw new InvalidModelException("The model file has two entries of the same name");
            }
            at += ENTRY_SIZE + nameLength + (zip.getShort(at + 30) & 0xffff) + (zip.getShort(at + 32) & 0xffff);
        }
        return entries;
    }

    /** The position of the record that ends a zip. A comment follows it; what may follow that is ignored. */
    private static int end(ByteBuffer zip) throws InvalidModelException {
        int last = zip.limit() - END_SIZE;
        for (int at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
            if (zip.getInt(at) == END_SIGNATURE && at + (zip.getShort(at + 20) & 0xffff) <= last) {
                return at;
            }
        }
        throw new InvalidModelException("The model file is not a readable zip: it has no directory at its end");
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The size of an entry after unpacking, in bytes, as the directory says; at most 4 GiB. */
    long size(String name) throws InvalidModelException {
        return entry(name).size;
    }

    /**
     * Opens an entry. Reading fails with an {@link InvalidModelException} at the first byte beyond its size, and at its end when it is
     * shorter or has another checksum.
     */
    InputStream open(String name) throws InvalidModelException {
        Entry entry = entry(name);
        ByteBuffer header = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int at = Math.toIntExact(entry.header);
            long start =
                    at + LOCAL_SIZE + (long) (header.getShort(at + 26) & 0xffff) + (header.getShort(at + 28) & 0xffff);
            if (header.getInt(at) == LOCAL_SIGNATURE
                    && start + entry.packed <= zip.length
                    && (entry.flags & ENCRYPTED) == 0
                    && (entry.method == DEFLATED || entry.method == STORED)) {
                return new EntryStream(content(entry, (int) start), name, entry);
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new InvalidModelException("The model file is damaged: " + name + " has no content", e);
        }
        throw new InvalidModelException("The model file is damaged: " + name + " can't be unpacked");
    }

    private InputStream content(Entry entry, int start) {
        InputStream packed = new ByteArrayInputStream(zip, start, (int) entry.packed);
        return entry.method == STORED ? packed : new Inflated(packed);
    }

    private Entry entry(String name) throws InvalidModelException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidModelException("The model file has no " + name);
        }
        return entry;
    }

    /** Frees the memory of the inflater when it is closed. */
    private static final class Inflated extends InflaterInputStream {
        Inflated(InputStream packed) {
            super(packed, new Inflater(true), 8192);
        }

        @Override
        public void close() throws IOException {
            inf.end();
            super.close();
        }
    }

    /** The content of an entry, checked against the directory. */
    private static final class EntryStream extends FilterInputStream {
        private final String name;
        private final Entry entry;
        private final CRC32 checksum = new CRC32();
        private long count;

        EntryStream(InputStream content, String name, Entry entry) {
            super(content);
            this.name = name;
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            return SingleByte.read(this);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read < 0) {
                if (count != entry.size || checksum.getValue() != entry.checksum) {
                    throw new InvalidModelException("The model file is damaged: " + name
                            + " differs from its entry in the directory of the zip");
                }
                return read;
            }
            count += read;
            if (count > entry.size) {
                throw new InvalidModelException(name + " unpacks to more than the " + entry.size
                        + " bytes that the directory of the zip announces");
            }
            checksum.update(target, offset, read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(bytes, 8192)).length;
        }
    }
}
