package dev.dropfit.predictor.dialect;

import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.predictor.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in a header of the response how a CSV was read, where it is not plain. */
final class FileNotes {
    private static final String HEADER = "Dropfit-Notes";
    private static final int MAX_NOTES = 10;
    /** Servers and proxies accept at least 8,000 bytes of headers. */
    private static final int MAX_LENGTH = 2000;

    private FileNotes() {}

    /** The response with the notes in its header {@code Dropfit-Notes}, if there are any. */
    static Response in(Response response, List<CsvNote> notes) {
        return notes.isEmpty() ? response : response.withHeader(HEADER, text(notes));
    }

    /** The names and messages, with a bar between them. Characters that a header can't have are written as in JSON. */
    static String text(List<CsvNote> notes) {
        int more = notes.size() - MAX_NOTES;
        String text = notes.stream()
                .limit(MAX_NOTES)
                .map(note -> note.name() + ": " + note.message())
                .collect(Collectors.joining(" | ", "", more > 0 ? " | and " + more + " more" : ""));
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && ascii.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return ascii.length() < MAX_LENGTH
                ? ascii.toString()
                : ascii.append("...").toString();
    }
}
