package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns are texts of several words. */
class TextColumnsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go until jurong point, crazy.. Available only in bugis",
                "Crust is not good.",
                "Das Essen war kalt und der Kellner unfreundlich",
                "Le service \u00E9tait lent mais la cuisine est bonne",
                "\u8FD9\u5BB6\u9910\u5385\u7684\u670D\u52A1\u5F88\u597D",
                "ENGINE STALLS WHEN THE CAR IS COLD AND THE ROAD IS WET",
                "red, green, blue, yellow",
                "customer called twice about order 4711",
                "connection to http://db.example.org/x timed out after 30 s",
            })
    void sentencesAreTexts(String value) {
        assertThat(TextColumns.areTexts(value, value, value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Braund, Mr. Owen Harris",
                "Cumings, Mrs. John Bradley (Florence Briggs Thayer)",
                "12 Main Street, Apt 4, Springfield, IL 62704",
                "Bahnhofstra\u00DFe 12, 53111 Bonn",
                "Bonn",
                "STON/O2. 3101282",
                "A/5 21171",
                "9f86d081884c7d659a2feaa0c55ad015",
                "550e8400-e29b-41d4-a716-446655440000",
                "https://example.org/a/b/c?d=e",
                "me@example.org",
                "chevrolet chevelle malibu",
                "The Lord of the Rings",
                "12:30 - 14:00",
                "1 2 3 4 5",
                "+49 228 123 456",
                "C:\\data\\file one.csv",
                "",
            })
    void namesAddressesKeysAndHashesAreNot(String value) {
        assertThat(TextColumns.areTexts(value, value, value)).isFalse();
    }

    @Test
    void aFewSentencesThatRepeatAreACategory() {
        assertThat(TextColumns.areMany(5, 1_000)).isFalse();
        assertThat(TextColumns.areMany(200, 1_000)).isFalse();
        assertThat(TextColumns.areMany(300, 100_000)).isTrue();
        assertThat(TextColumns.areMany(30, 40)).isTrue();
        assertThat(TextColumns.areMany(10, 10)).isFalse();
    }

    @Test
    void noValuesAreNoTexts() {
        assertThat(TextColumns.areTexts(IntStream.range(0, 0).mapToObj(i -> "").toArray(String[]::new)))
                .isFalse();
    }
}
