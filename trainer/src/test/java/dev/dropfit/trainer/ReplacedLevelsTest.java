package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacedLevelsTest {
    @Test
    void aTranslatedColumnIsNamedWithItsValues() {
        assertThat(ReplacedLevels.find(
                        column("Bern", "Rom", "Wien", "Prag"), column("Berne", "Rome", "Vienna", "Prague")))
                .extracting(Contract.Breach::what)
                .containsExactly(
                        "the column 'town' has none of its previous values any more: it had 'Bern', 'Rom', 'Wien'"
                                + " and 1 more and now has 'Berne', 'Rome', 'Vienna' and 1 more; requests with the previous values"
                                + " would be predicted as if they were unknown");
    }

    @ParameterizedTest
    @CsvSource({"NORTH;SOUTH, north;south", "A1;A2, X-A1;X-A2", "0;1, no;maybe", "f;m, female;male"})
    void anotherSpellingPrefixOrCodeIsFound(String before, String now) {
        assertThat(ReplacedLevels.find(listed(before), listed(now))).hasSize(1);
    }

    @Test
    void aValueInAnotherEncodingIsNamedAlthoughTheOthersStay() {
        assertThat(ReplacedLevels.find(column("Bern", "Genève"), column("Bern", "GenÃ¨ve")))
                .extracting(Contract.Breach::what)
                .containsExactly(
                        "the column 'town' has 'GenÃ¨ve' instead of 'Genève', which may be the same in another encoding;"
                                + " requests with 'Genève' would be predicted as if it were unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "north;Genève, north;Genève;GenÃ¨ve",
        "北店 12;Bern, 南店 12;Bern",
        "north;south, south;east",
        "2024-01;2024-02, 2025-01;2025-02",
        "week 7;week 8, week 9;week 10",
        "1;2, 3;4",
        "no;yes, false;true",
    })
    void valuesThatStayOrOnlyCountOnAreFine(String before, String now) {
        assertThat(ReplacedLevels.find(listed(before), listed(now))).isEmpty();
    }

    @Test
    void manyNamesComeAndGo() {
        String[] before = IntStream.range(0, 60)
                .mapToObj(i -> "old " + Character.toString('\u0100' + i))
                .toArray(String[]::new);
        String[] now = IntStream.range(0, 60)
                .mapToObj(i -> "new " + Character.toString('\u0100' + i))
                .toArray(String[]::new);

        assertThat(ReplacedLevels.find(column(before), column(now))).isEmpty();
    }

    private static Pipeline listed(String levels) {
        return column(Pattern.compile(";").split(levels, -1));
    }

    private static Pipeline column(String... levels) {
        return new Pipeline(
                "sick",
                "prediction",
                "logistic-regression",
                new Target.Classes(List.of("0", "1"), Map.of()),
                List.of(new Feature.Categorical("town", List.of(levels), false, false)),
                List.of(),
                Map.of());
    }
}
