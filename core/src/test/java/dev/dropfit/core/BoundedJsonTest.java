package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundedJsonTest {
    @Test
    void aDocumentWithinTheLimitsIsReadUnchanged() throws IOException {
        String json = "{\"a\":[1,2,{\"b\":\"a \\\"quoted\\\" [text], {with}: signs\"}],\"c\":null}";
        StringWriter read = new StringWriter();

        new BoundedJson(new StringReader(json), 10, 40).transferTo(read);

        assertThat(read).hasToString(json);
        assertThat(JsonParser.parseReader(new BoundedJson(new StringReader(json), 10, 40)))
                .isEqualTo(JsonParser.parseString(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0,0,0,0,0]", "[[[[[", "{\"a\":1,\"b\":2}", "[{},{},[]]", "[,,,,,"})
    void aDocumentOfTooManyValuesIsNotReadToItsEnd(String json) {
        assertThatExceptionOfType(BoundedJson.TooLargeException.class)
                .isThrownBy(() -> readOneByOne(new BoundedJson(new StringReader(json), 4, 10)))
                .withMessage("it has more than 4 values");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`[\"abcd\"]`", "`{\"abcd\":1}`", "`[\"a\\\"\\\\`", "`\"abcd`"})
    void aStringThatIsTooLongIsNotReadToItsEnd(String json) {
        assertThatExceptionOfType(BoundedJson.TooLargeException.class)
                .isThrownBy(() -> new BoundedJson(new StringReader(json), 4, 3).transferTo(new StringWriter()))
                .withMessage("it has a string of more than 3 characters");
    }

    @Test
    void aDocumentIsParsedWithinTheLimits() throws IOException {
        byte[] json = "{\"a\":[1,\"ä\"]}".getBytes(StandardCharsets.UTF_8);

        assertThat(BoundedJson.parse(new ByteArrayInputStream(json), 6, 1)).hasToString("{\"a\":[1,\"ä\"]}");
        assertThatExceptionOfType(BoundedJson.TooLargeException.class)
                .isThrownBy(() -> BoundedJson.parse(new ByteArrayInputStream(json), 4, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1;2]", "{a:1}", "['a']", "[1] [2]", "[1]]", "// text\n[1]"})
    void onlyStrictJsonIsParsed(String json) {
        assertThatExceptionOfType(JsonParseException.class)
                .isThrownBy(() ->
                        BoundedJson.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), 100, 100));
    }

    private static int readOneByOne(Reader reader) throws IOException {
        int count = 0;
        while (reader.read() >= 0) {
            count++;
        }
        return count;
    }
}
