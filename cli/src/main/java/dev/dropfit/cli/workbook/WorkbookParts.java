package dev.dropfit.cli.workbook;

import dev.dropfit.core.SingleByte;
import dev.dropfit.core.csv.InvalidTableException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The parts of a workbook: XML files in a zip archive. Bounds what they unpack to. Not thread-safe. */
final class WorkbookParts implements Closeable {
    /** From this length on, a part must not be more than {@link #MAX_RATIO} times as long as the archive. */
    private static final long MIN_LIMITED_BYTES = 64L << 20;
    /** A sheet is packed to a tenth of its length, one with many equal cells to a thirtieth. */
    private static final long MAX_RATIO = 100;
    /** The maximum distance between two tags. The longest cell of Excel has 32,767 characters. */
    private static final long MAX_BYTES_WITHOUT_TAG = 4L << 20;

    private final ZipFile zip;
    private final long length;
    private final XMLInputFactory factory;

    private WorkbookParts(ZipFile zip, long length) {
        this.zip = zip;
        this.length = length;
        factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    static WorkbookParts open(Path file) throws IOException, InvalidTableException {
        try {
            return new WorkbookParts(new ZipFile(file.toFile()), Files.size(file));
        } catch (ZipException e) {
            throw new InvalidTableException("The Excel workbook is damaged or not complete. Copy or download it again");
        }
    }

    /** Opens a part; empty when there is none of this name. Names are compared without case if none is the same. */
    Optional<XMLStreamReader> read(String part) throws IOException {
        @Nullable ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            entry = zip.stream()
                    .filter(other -> other.getName().replace('\\', '/').equalsIgnoreCase(part))
                    .findFirst()
                    .orElse(null);
        }
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(factory.createXMLStreamReader(new Bounded(zip.getInputStream(entry))));
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    /** Why XML can't be read: a fault of the file, or of its content. */
    static IOException failure(XMLStreamException e) {
        if (e.getNestedException() instanceof IOException cause && !(cause instanceof ZipException)) {
            return cause;
        }
        return DamagedWorkbookException.because("its XML is damaged");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Bounded extends FilterInputStream {
        private long total;
        private long withoutTag;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return SingleByte.read(this);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int read = in.read(target, offset, count);
            if (read > 0) {
                total += read;
                int tag = offset + read - 1;
                while (tag >= offset && target[tag] != '<' && target[tag] != '>') {
                    tag--;
                }
                withoutTag = tag < offset ? withoutTag + read : offset + read - 1 - tag;
                if (withoutTag > MAX_BYTES_WITHOUT_TAG || (total > MIN_LIMITED_BYTES && total / MAX_RATIO > length)) {
                    throw DamagedWorkbookException.because("it unpacks to far more than a table has");
                }
            }
            return read;
        }
    }
}
