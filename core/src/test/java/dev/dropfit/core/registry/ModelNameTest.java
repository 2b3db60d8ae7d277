package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "heart-disease",
                "a-",
                "az09",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void theseAreNames(String text) {
        assertThat(new ModelName(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "Heart",
                "heart_disease",
                "a/b",
                "..",
                "a.b",
                "a{",
                "a:",
                "herz-krankheit-ä",
                "a\n",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void theseAreNot(String text) {
        assertThat(ModelName.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelName(text))
                .withMessageContaining("accepted are 1 to 63 small letters, digits and hyphens");
    }

    @Test
    void aMessageHoldsTheFirst80CharactersOfALongText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelName("A".repeat(81)))
                .withMessageStartingWith("'" + "A".repeat(80) + "…'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelName("A".repeat(80)))
                .withMessageStartingWith("'" + "A".repeat(80) + "'");
    }

    @Test
    void namesSortAsTexts() {
        assertThat(new ModelName("a")).isLessThan(new ModelName("b")).isEqualByComparingTo(new ModelName("a"));
    }

    @Test
    void aNameIsTheFolderOfItsObjects() {
        assertThat(new ModelName("heart").dataset()).isEqualTo("heart/dataset.csv");
        assertThat(new ModelName("heart").settings()).isEqualTo("heart/dropfit.json");
    }
}
