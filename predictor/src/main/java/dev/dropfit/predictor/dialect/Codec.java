package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.predictor.http.RequestException;
import java.util.Optional;

/**
 * How the values of an input are to be read, as the parameter {@code content_type} says.
 *
 * @see <a href="https://docs.seldon.ai/mlserver/user-guide/content-type">Content types of MLServer</a>
 */
enum Codec {
    /** A column or a matrix. */
    NUMPY("np"),
    /** Columns. */
    PANDAS("pd"),
    /** Values of any type, each written as a JSON text. */
    PANDAS_JSON("pd_json"),
    STRING("str"),
    DATETIME("datetime"),
    /** Texts whose UTF-8 is written in base 64. */
    BASE64("base64");

    private static final String NAMES = "np, pd, pd_json, str, datetime and base64";
    private static final int MAX_SHOWN = 60;

    private final String text;

    Codec(String text) {
        this.text = text;
    }

    /** @throws RequestException when there is no such content type */
    static Codec of(String name) throws RequestException {
        return find(name)
                .orElseThrow(() -> new RequestException(
                        400,
                        "The content_type '" + Text.truncate(name, MAX_SHOWN) + "' is unknown; accepted are " + NAMES));
    }

    private static Optional<Codec> find(String name) {
        for (Codec codec : values()) {
            if (codec.text.equals(name)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
