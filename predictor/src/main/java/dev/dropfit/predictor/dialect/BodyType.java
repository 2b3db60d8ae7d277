package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.Preferences;
import dev.dropfit.predictor.http.RequestException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of bodies that have rows or predictions. */
enum BodyType {
    JSON(ContentType.JSON, "application/json", "text/json", "application/*"),
    CSV(ContentType.CSV, "text/csv", "application/csv", "text/*"),
    /** A JSON value in each line. */
    LINES(ContentType.LINES, "application/x-ndjson", "application/jsonlines", "application/*");

    private static final String JSON_LINES = "application/jsonlines";

    private final String type;
    /** Its names in a header {@code Accept}, then the patterns that it matches. */
    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> accepted;

    BodyType(String type, String name, String otherName, String pattern) {
        this.type = type;
        accepted = List.of(name, otherName, pattern, "*/*", "*");
    }

    /** The type of a request's body. */
    static BodyType of(Call call) {
        return switch (call.type()) {
            case ContentType.CSV -> CSV;
            case ContentType.LINES -> LINES;
            default -> JSON;
        };
    }

    /** Its name in a response: the one that the client has asked for. */
    String nameFor(Call call) {
        @Nullable String header = call.header("Accept");
        return this == LINES && header != null && header.contains(JSON_LINES) ? JSON_LINES : type;
    }

    /**
     * The type of the response to a body of this type: the one that the header {@code Accept} prefers; without a preference, the same.
     *
     * @throws RequestException when the header accepts none of them
     */
    BodyType ofResponse(Call call) throws RequestException {
        @Nullable String header = call.header("Accept");
        if (header == null || header.equals("*/*") || header.equals(type)) {
            return this;
        }
        BodyType best = this;
        double quality = Preferences.quality(header, accepted);
        for (BodyType other : values()) {
            double otherQuality = Preferences.quality(header, other.accepted);
            if (otherQuality > quality) {
                best = other;
                quality = otherQuality;
            }
        }
        if (quality == 0) {
            throw new RequestException(
                    406,
                    "The header Accept has no type that is possible here; possible are " + ContentType.JSON + ", "
                            + ContentType.CSV + " and " + ContentType.LINES);
        }
        return best;
    }
}
