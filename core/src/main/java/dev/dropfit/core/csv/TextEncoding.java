package dev.dropfit.core.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The encoding of a text, detected from its first bytes.
 *
 * @param charset for {@link CsvText}: UTF-8, of which it reads bytes that are not UTF-8 as Windows-1252, or another one
 * @param markBytes the length of the byte order mark
 */
record TextEncoding(Charset charset, int markBytes) {
    private static final char FIRST_FOREIGN = 0x80;
    private static final int MIN_RUN = 3;
    private static final int MIN_FOREIGN = 6;
    private static final int MIN_PAIRS = 4;
    /** With fewer foreign bytes the rest of the file is readable. */
    private static final double FOREIGN_SHARE = 0.05;

    /**
     * The encoding of a text that begins with these bytes.
     *
     * @throws InvalidTableException when it is none of the accepted ones
     */
    static TextEncoding of(byte[] sample) throws InvalidTableException {
        if (startsWith(sample, 0xFF, 0xFE, 0, 0)) {
            return new TextEncoding(Charset.forName("UTF-32LE"), 4);
        }
        if (startsWith(sample, 0, 0, 0xFE, 0xFF)) {
            return new TextEncoding(Charset.forName("UTF-32BE"), 4);
        }
        if (startsWith(sample, 0xFF, 0xFE)) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(sample, 0xFE, 0xFF)) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        }
        boolean ascii = true;
        boolean controls = false;
        for (byte b : sample) {
            ascii = ascii && b >= 0;
            controls = controls || (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t');
        }
        if (controls) {
            Optional<Charset> wide = withoutMark(sample);
            if (wide.isPresent()) {
                return new TextEncoding(wide.get(), 0);
            }
            FileKinds.checkControls(sample);
        }
        Foreign foreign = ascii ? new Foreign(0, 0, 0) : Foreign.of(sample);
        Optional<Charset> other = foreign.isOther() ? OtherEncodings.of(sample) : Optional.empty();
        if (other.isPresent()) {
            return new TextEncoding(other.get(), 0);
        }
        if (foreign.isUnreadable(sample.length)) {
            throw new InvalidTableException(
                    "The text is neither UTF-8 nor the Western encoding Windows-1252; save the file as UTF-8");
        }
        return new TextEncoding(StandardCharsets.UTF_8, startsWith(sample, 0xEF, 0xBB, 0xBF) ? 3 : 0);
    }

    /** Of an ASCII character, UTF-16 has a zero in every other byte, and UTF-32 three zeros in four bytes. */
    private static Optional<Charset> withoutMark(byte[] sample) {
        int[] zeros = new int[4];
        for (int i = 0; i < sample.length; i++) {
            zeros[i % 4] += sample[i] == 0 ? 1 : 0;
        }
        int quarter = sample.length / 4;
        if (quarter >= MIN_PAIRS && zeros[1] == quarter && zeros[2] == quarter && zeros[0] + zeros[3] >= quarter) {
            return Optional.of(Charset.forName(zeros[3] > zeros[0] ? "UTF-32LE" : "UTF-32BE"));
        }
        int pairs = sample.length / 2;
        int first = 0;
        int second = 0;
        for (int i = 0; i < pairs; i++) {
            first += sample[2 * i] == 0 ? 1 : 0;
            second += sample[2 * i + 1] == 0 ? 1 : 0;
        }
        if (pairs < MIN_PAIRS || Math.max(first, second) * 2 <= pairs || Math.min(first, second) * 20 > pairs) {
            return Optional.empty();
        }
        return Optional.of(second > first ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }

    /** Whether a line end is more than one byte. */
    boolean isWide() {
        return charset.name().startsWith("UTF-") && !charset.equals(StandardCharsets.UTF_8);
    }

    /** The notes about a text that was read in this encoding. */
    List<CsvNote> notes(CsvText text) {
        List<CsvNote> notes = new ArrayList<>();
        if (isWide()) {
            String name = charset.name().substring(0, "UTF-16".length());
            notes.add(CsvNote.of(
                    "encoding", "the text is in %s, not in UTF-8, and was read as %s".formatted(name, name)));
        } else if (!charset.equals(StandardCharsets.UTF_8)) {
            notes.add(CsvNote.of(
                    "encoding",
                    "the text is not in UTF-8. Its letters look like " + OtherEncodings.description(charset)
                            + ", so it was read as that; this is a guess. If letters look wrong, save the file"
                            + " as UTF-8"));
        } else if (text.windowsBytes() + text.unknownBytes() > 0) {
            long other = text.windowsBytes() + text.unknownBytes();
            notes.add(CsvNote.of(
                    "encoding",
                    "%,d %s not UTF-8 and %s read as Windows-1252; if letters look wrong, save the file as UTF-8"
                            .formatted(
                                    other,
                                    other == 1 ? "character is" : "characters are",
                                    other == 1 ? "was" : "were")));
        }
        if (text.removed() > 0) {
            notes.add(CsvNote.of(
                    "nul-characters",
                    "%,d %s no meaning in a text (NUL, the byte 0) and %s removed"
                            .formatted(
                                    text.removed(),
                                    text.removed() == 1 ? "character has" : "characters have",
                                    text.removed() == 1 ? "was" : "were")));
        }
        return notes;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is not ASCII in a sample.
     *
     * @param other the bytes that are not UTF-8
     * @param inRuns those of them that have at least two neighbours of the same kind
     * @param utf8 the other characters that are not ASCII
     */
    private record Foreign(int other, int inRuns, int utf8) {
        static Foreign of(byte[] sample) {
            CharsetDecoder decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            ByteBuffer bytes = ByteBuffer.wrap(sample);
            CharBuffer out = CharBuffer.allocate(1024);
            int other = 0;
            int inRuns = 0;
            int utf8 = 0;
            int run = 0;
            int end = -1;
            while (true) {
                CoderResult result = decoder.decode(bytes, out.clear(), false);
                for (int i = 0; i < out.position(); i++) {
                    utf8 += out.get(i) >= FIRST_FOREIGN ? 1 : 0;
                }
                if (result.isUnderflow()) {
                    return new Foreign(other, inRuns, utf8);
                }
                for (int i = result.isMalformed() ? result.length() : 0; i > 0; i--) {
                    int at = bytes.position();
                    bytes.get();
                    run = at == end ? run + 1 : 1;
                    end = at + 1;
                    other++;
                    inRuns += run == MIN_RUN ? MIN_RUN : run > MIN_RUN ? 1 : 0;
                }
            }
        }

        /** Whether the text is not UTF-8: parts of a text may be in another encoding than the rest. */
        boolean isOther() {
            return other > 0 && utf8 <= other;
        }

        /**
         * Whether the text is neither UTF-8 nor plausible as Windows-1252. In the languages of Windows-1252, most letters are ASCII; in others
         * (Cyrillic, Greek, Chinese), words are runs of other bytes.
         */
        boolean isUnreadable(int length) {
            return other >= MIN_FOREIGN && inRuns * 2 > other && other >= FOREIGN_SHARE * length;
        }
    }
}
