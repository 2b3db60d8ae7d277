package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final List<String> COMMANDS = List.of("up", "train", "models", "delete", "promote", "retrain");

    @ParameterizedTest
    @CsvSource({"modles,models", "Models,models", "trian,train", "promot,promote", "ret,retrain", "u,up"})
    void theMostSimilarCandidateIsSuggested(String written, String meant) {
        assertThat(Spelling.nearest(written, COMMANDS)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "list", "x", "mo"})
    void nothingIsSuggestedForAnotherWord(String written) {
        assertThat(Spelling.nearest(written, COMMANDS)).isEmpty();
    }

    @Test
    void aSuggestionIsAPartOfASentence() {
        assertThat(Spelling.suggestion("chrun", List.of("churn"))).isEqualTo("; did you mean 'churn'?");
        assertThat(Spelling.suggestion("sales", List.of("churn"))).isEmpty();
        assertThat(Spelling.suggestion("b", List.of("a"))).isEmpty();
        assertThat(Spelling.suggestion("A", List.of("a"))).isEqualTo("; did you mean 'a'?");
    }
}
