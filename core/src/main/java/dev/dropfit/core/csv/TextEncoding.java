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
 * @param charset for {@link CsvText}: UTF-8, of which it reads bytes that are not UTF-8 as Windows-1252, or UTF-16
 * @param markBytes the length of the byte order mark
 */
record TextEncoding(Charset charset, int markBytes) {
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
        if (!ascii) {
            checkForeign(sample);
        }
        return new TextEncoding(StandardCharsets.UTF_8, startsWith(sample, 0xEF, 0xBB, 0xBF) ? 3 : 0);
    }

    /** UTF-16 has a zero in every other byte of ASCII characters. */
    private static Optional<Charset> withoutMark(byte[] sample) {
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

    /** The notes about a text that was read in this encoding. */
    List<CsvNote> notes(CsvText text) {
        List<CsvNote> notes = new ArrayList<>();
        if (!charset.equals(StandardCharsets.UTF_8)) {
            notes.add(CsvNote.of("encoding", "the text is in UTF-16, not in UTF-8, and was read as UTF-16"));
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
     * Refuses text that is neither UTF-8 nor plausible as Windows-1252. In the languages of Windows-1252, most letters are ASCII; in others
     * (Cyrillic, Greek, Chinese), words are runs of other bytes.
     */
    private static void checkForeign(byte[] sample) throws InvalidTableException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(sample);
        CharBuffer out = CharBuffer.allocate(1024);
        int foreign = 0;
        int inRuns = 0;
        int run = 0;
        int end = -1;
        while (true) {
            CoderResult result = decoder.decode(bytes, out.clear(), false);
            if (result.isUnderflow()) {
                break;
            }
            for (int i = result.isMalformed() ? result.length() : 0; i > 0; i--) {
                int at = bytes.position();
                bytes.get();
                run = at == end ? run + 1 : 1;
                end = at + 1;
                foreign++;
                inRuns += run == MIN_RUN ? MIN_RUN : run > MIN_RUN ? 1 : 0;
            }
        }
        if (foreign >= MIN_FOREIGN && inRuns * 2 > foreign && foreign >= FOREIGN_SHARE * sample.length) {
            throw new InvalidTableException(
                    "The text is neither UTF-8 nor the Western encoding Windows-1252; save the file as UTF-8");
        }
    }
}
