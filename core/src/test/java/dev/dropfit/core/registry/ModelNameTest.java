package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", "heart-disease", "a-", "a2345678901234567890123456789012345678901234567890123456789012"
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
                "herz-krankheit-ä",
                "a\n",
                "a23456789012345678901234567890123456789012345678901234567890123x"
            })
    void theseAreNot(String text) {
        assertThat(ModelName.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelName(text))
                .withMessageContaining("accepted are 1 to 63 small letters, digits and hyphens");
    }

    @Test
    void aNameIsTheFolderOfItsObjects() {
        assertThat(new ModelName("heart").dataset()).isEqualTo("heart/dataset.csv");
        assertThat(new ModelName("heart").settings()).isEqualTo("heart/dropfit.json");
    }
}
