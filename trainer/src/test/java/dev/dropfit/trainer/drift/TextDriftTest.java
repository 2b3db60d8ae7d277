package dev.dropfit.trainer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.NumberBin;
import dev.dropfit.trainer.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is said of texts that changed since the previous dataset. */
class TextDriftTest {
    private static final int ROWS = 1_000;
    /** Half of 1,000 texts have 10 to 20 characters, the others up to 30; one in five has the word prize. */
    private static final ColumnFacts BEFORE = new ColumnFacts(
            "text",
            "text",
            "texts of several words",
            0,
            new ColumnProfile(
                    Optional.empty(),
                    new TreeMap<>(Map.of(0.0, 10.0, 0.5, 20.0, 1.0, 30.0)),
                    List.of(new NumberBin(20, ROWS / 2), new NumberBin(30, ROWS / 2)),
                    List.of(new CategoryCount("prize", ROWS / 5)),
                    "",
                    ""),
            List.of());

    private static List<String> found(int everyNth, String longer) throws Exception {
        String csv = Tables.csv(
                "text,target",
                ROWS,
                row -> (row % everyNth == 0 ? "a prize " : "a thing ") + (row % 2 == 0 ? "for me " : longer)
                        + (100 + row / 2 % 400) + "," + row % 3);
        return new ColumnDrift(new Chance(0.002, 10))
                        .find(
                                BEFORE,
                                ROWS,
                                0.8,
                                Tables.read(csv).columns().get(0),
                                BEFORE.profile(),
                                ROWS,
                                Optional.empty())
                        .stream()
                        .map(finding -> finding.anomaly().name())
                        .toList();
    }

    @Test
    void textsOfTheSameWordsAndLengthsAreNotNoted() throws Exception {
        assertThat(found(5, "for you and me ")).isEmpty();
    }

    @Test
    void aFrequentWordThatIsRareNowIsNoted() throws Exception {
        assertThat(found(50, "for you and me ")).containsExactly("changed-words");
    }

    @Test
    void textsThatAreMuchLongerAreNoted() throws Exception {
        assertThat(found(5, "for you and me and everyone else who lives in this town "))
                .containsExactly("changed-lengths");
    }
}
