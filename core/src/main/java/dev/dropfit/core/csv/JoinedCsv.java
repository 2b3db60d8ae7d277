package dev.dropfit.core.csv;

import dev.dropfit.core.SingleByte;
import dev.dropfit.core.Text;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several CSV files with the same header as one CSV: the header once, then the rows of all files in their order. The bytes are those of one
 * file with the same rows. Each file may be packed. Files without any content are skipped.
 *
 * <p>A first line that differs from the header of the first file, and a file that can't be unpacked, fail the stream with a message that
 * {@link CsvParser} reports as a fault of the table. Opens one file at a time. Not thread-safe.
 */
public final class JoinedCsv extends InputStream {
    /** A header of {@link CsvParser#MAX_COLUMNS} columns has room in it. */
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private static final int SHOWN_LENGTH = 60;

    private final Iterator<Part> rest;
    private final List<Start> starts = new ArrayList<>();
    private @Nullable Open open;
    /** The number of files that were opened. */
    private int begun;

    private String header = "";
    private byte[] pending = {};
    private int pendingAt;
    private int last = '\n';
    private long lines;
    private long bytes;
    private long packedBytesBefore;

    /** @param parts the files, in the order of their rows */
    public JoinedCsv(List<Part> parts) {
        this.rest = List.copyOf(parts).iterator();
    }

    /**
     * One of the files.
     *
     * @param name for messages
     * @param size its length as stored, in bytes
     */
    public record Part(String name, long size, Content content) {}

    /** The content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Opens it; closed with the joined stream at the latest. */
        InputStream open() throws IOException;
    }

    /** The file that is being read. */
    private record Open(Part part, PackedCsv packed, InputStream csv, long bytesBefore) {}

    /**
     * Where the rows of a file begin. Files without content have none.
     *
     * @param part the index of the file
     * @param name of the file
     * @param offset of what the file adds to the joined text, in bytes
     * @param lineEnd whether this begins with a line end, because the file before ends without one
     * @param headerBytes how many bytes of the file, unpacked, come before what it adds: the header, but not of the first file
     * @param line the line of the first row in the joined text, from 1; of the first file that of the header
     * @param lineInFile the same line in the file
     */
    public record Start(
            int part, String name, long offset, boolean lineEnd, long headerBytes, long line, long lineInFile) {}

    @Override
    public int read() throws IOException {
        return SingleByte.read(this);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (pendingAt < pending.length) {
                int count = Math.min(length, pending.length - pendingAt);
                System.arraycopy(pending, pendingAt, target, offset, count);
                pendingAt += count;
                return passedOn(target, offset, count);
            }
            Open file = open;
            if (file == null) {
                if (!rest.hasNext()) {
                    return -1;
                }
                begin(rest.next());
                continue;
            }
            int count = read(file, target, offset, length);
            if (count >= 0) {
                return passedOn(target, offset, count);
            }
            packedBytesBefore += file.part().size();
            close();
        }
    }

    private static int read(Open file, byte[] target, int offset, int length) throws IOException {
        try {
            return file.csv().read(target, offset, length);
        } catch (DamagedFileException e) {
            throw new DamagedFileException(file.part().name() + ": " + e.getMessage(), e);
        }
    }

    private int passedOn(byte[] target, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            lines += target[i] == '\r' || (target[i] == '\n' && last != '\r') ? 1 : 0;
            last = target[i];
        }
        bytes += count;
        return count;
    }

    /** Opens a file and reads its header. */
    private void begin(Part part) throws IOException {
        InputStream content = part.content().open();
        begun++;
        try {
            PackedCsv packed = PackedCsv.open(content);
            Open file = new Open(part, packed, new BufferedInputStream(packed.csv()), bytes);
            open = file;
            byte[] first = firstLine(file);
            if (first.length == 0) {
                return;
            }
            String names = text(first);
            if (starts.isEmpty()) {
                header = names;
                pend(first);
                starts.add(new Start(begun - 1, part.name(), 0, false, 0, 1, 1));
                return;
            }
            if (!names.equals(header)) {
                throw new DamagedFileException(
                        part.name() + " begins with '" + Text.truncate(names, SHOWN_LENGTH) + "', but "
                                + starts.get(0).name() + " with '" + Text.truncate(header, SHOWN_LENGTH)
                                + "'; accepted are parts that all begin with the same header");
            }
            boolean lineEnd = last != '\n' && last != '\r';
            pend(lineEnd ? new byte[] {'\n'} : new byte[0]);
            starts.add(new Start(
                    begun - 1,
                    part.name(),
                    bytes,
                    lineEnd,
                    first.length,
                    lines + (lineEnd ? 2 : 1),
                    lineEnds(first) + 1));
        } catch (InvalidTableException e) {
            content.close();
            throw new DamagedFileException(part.name() + ": " + e.getMessage());
        }
    }

    private void pend(byte[] next) {
        pending = next;
        pendingAt = 0;
    }

    /** The first line with its end; line ends in quotes belong to it. */
    private static byte[] firstLine(Open file) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean quoted = false;
        byte[] one = new byte[1];
        while (read(file, one, 0, 1) > 0) {
            line.write(one[0]);
            quoted ^= one[0] == '"';
            if (line.size() == 2 && isUtf16(line.toByteArray())) {
                throw new DamagedFileException(file.part().name()
                        + " is in UTF-16; accepted are parts in UTF-8 or in an encoding of one byte a letter");
            }
            if (line.size() > MAX_HEADER_BYTES) {
                throw new DamagedFileException(file.part().name() + ": the first line is longer than "
                        + MAX_HEADER_BYTES + " bytes; look for an unclosed quote in it");
            }
            if (!quoted && one[0] == '\n') {
                break;
            }
            if (!quoted && one[0] == '\r') {
                file.csv().mark(1);
                if (read(file, one, 0, 1) > 0 && one[0] == '\n') {
                    line.write('\n');
                } else {
                    file.csv().reset();
                }
                break;
            }
        }
        return line.toByteArray();
    }

    private static boolean isUtf16(byte[] start) {
        return (start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)
                || (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE);
    }

    /** A header as far as it must be the same in all files: without the mark of UTF-8 and without the end of the line. */
    private static String text(byte[] line) {
        // One character for each byte, whatever the encoding.
        String text = new String(line, StandardCharsets.ISO_8859_1);
        String unmarked = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        return unmarked.stripTrailing();
    }

    private static long lineEnds(byte[] line) {
        long ends = 0;
        for (int i = 0; i < line.length; i++) {
            ends += line[i] == '\r' || (line[i] == '\n' && (i == 0 || line[i - 1] != '\r')) ? 1 : 0;
        }
        return ends;
    }

    /**
     * The place in the stored files, about, of a place in the joined text that was read recently, both in bytes from the start.
     */
    public long placeInFiles(long place) {
        Open file = open;
        long packed = packedBytesBefore + (file == null ? 0 : file.packed().placeInFile(bytes - file.bytesBefore()));
        return bytes == 0 ? 0 : (long) ((double) place * packed / bytes);
    }

    /** Where the files begin whose headers have been read. */
    public List<Start> starts() {
        return List.copyOf(starts);
    }

    /**
     * A problem with its place in the file that has it: {@code part-0002.csv, line 17, column 'age': …}.
     *
     * @param problem of the joined text, as far as it was read
     */
    public String describe(Problem problem) {
        for (int i = starts.size() - 1; i >= 0 && problem.line() > 0; i--) {
            Start start = starts.get(i);
            if (problem.line() >= start.line()) {
                long line = problem.line() - start.line() + start.lineInFile();
                return start.name() + ", " + new Problem(line, problem.column(), problem.message());
            }
        }
        return problem.toString();
    }

    /** The same fault, whose problems have their places in the files that have them. */
    public InvalidTableException located(InvalidTableException fault) {
        return new InvalidTableException(fault.problems().stream()
                .map(problem -> Problem.of(describe(problem)))
                .toList());
    }

    @Override
    public void close() throws IOException {
        Open file = open;
        open = null;
        if (file != null) {
            file.csv().close();
        }
    }
}
