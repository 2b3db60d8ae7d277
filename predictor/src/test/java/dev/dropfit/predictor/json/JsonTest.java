package dev.dropfit.predictor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and writing JSON, compared with Gson's strict reader. */
final class JsonTest {
    private static final String ALPHABET = "{}[]:,\"\\/ \t\r\n-+.0123456789eEtruefalsnx\u0007é\uD83D\uDE00";
    private static final String VALID =
            "{\"a\": [1, -2.5e+3, 0, true, false, null], \"b\\u0041\\n\\\"\": {\"\": \"é\uD83D\uDE00\"}, \"c\": []}";

    private static JsonInput input(byte[] body) throws InvalidJsonException {
        return new JsonInput(body, new JsonLimits(32, 1000));
    }

    @Test
    void acceptedIsWhatGsonAccepts() {
        SplittableRandom random = new SplittableRandom(1);
        int valid = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(VALID);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            // Encoded and decoded, so that a half of a surrogate pair becomes a replacement character.
            byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);

            boolean accepted = accepts(body);

            // Gson accepts a control character after an escape; RFC 8259 accepts none in a string.
            if (!accepted && text.chars().anyMatch(c -> c < ' ')) {
                continue;
            }
            assertThat(accepted).as(text.toString()).isEqualTo(gsonAccepts(new String(body, StandardCharsets.UTF_8)));
            valid += accepted ? 1 : 0;
        }
        assertThat(valid).isBetween(5_000, 45_000);
    }

    private static boolean accepts(byte[] body) {
        try {
            JsonInput in = input(body);
            in.skip();
            in.finish();
            return true;
        } catch (InvalidJsonException e) {
            return false;
        }
    }

    private static boolean gsonAccepts(String text) {
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            in.skipValue();
            return in.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "a \"quote\", a \\ and a /",
                "\u0000\u0001\u001F\n\r\t\b\f",
                "\u007F\u0080é€\u2028\u2029\uFFFF",
                "\uD83D\uDE00 of four bytes"
            })
    void aStringReadsBackAsItWasWritten(String text) throws InvalidJsonException {
        byte[] json = new JsonOutput().beginArray().value(text).endArray().toBytes();

        JsonElement judged = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
        JsonInput in = input(json);
        in.beginArray();
        in.nextItem();
        in.readString();

        assertThat(judged.getAsJsonArray().get(0).getAsString()).isEqualTo(text);
        assertThat(in.text()).isEqualTo(text);
    }

    @Test
    void escapesAreResolved() throws InvalidJsonException {
        JsonInput in = input("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00.\"".getBytes(StandardCharsets.UTF_8));

        in.readString();

        assertThat(in.text()).isEqualTo("\"\\/\b\f\n\r\té\uD83D\uDE00.");
    }

    @Test
    void halfOfASurrogatePairIsWrittenAsTheReplacementCharacter() {
        assertThat(new JsonOutput().value("a\uD83D").toBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\"a\uFFFD\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n"})
    void anEmptyBodyIsCalledEmpty(String body) {
        assertThatThrownBy(() -> input(body.getBytes(StandardCharsets.UTF_8)).type())
                .hasMessage("The body is empty; accepted is strict JSON (RFC 8259)");
    }

    @Test
    void anErrorHasItsPlace() {
        assertThatThrownBy(() -> {
                    JsonInput in = input("{\"a\": 1,\n  \"b\": 01}".getBytes(StandardCharsets.UTF_8));
                    in.skip();
                })
                .hasMessage("The body is not JSON at line 2 column 9; accepted is strict JSON (RFC 8259)");
    }
}
