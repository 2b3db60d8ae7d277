package dev.dropfit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTableTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final VerdictTable table = new VerdictTable();

    @Test
    void aRunIsOneRowWithTheGatesMetricOfBothModels() {
        table.add(CHURN, RunRecords.promoted());

        assertThat(table.markdown()).isEqualTo("""
                        | model | verdict | metric | previous model | version | reasons |
                        |---|---|---|---|---|---|
                        | churn | promoted | f1 0.800 | 0.750 | 20261122T084133Z-1f0c2a9b | f1 0.800 is better; f1 is higher |""");
    }

    @Test
    void aRunWithoutAModelHasEmptyCells() {
        table.add(CHURN, RunRecords.invalid("line 3: found 2 cells"));

        assertThat(lastLine())
                .isEqualTo("| churn | invalid |  |  | 20261122T084133Z-1f0c2a9b | line 3: found 2 cells |");
    }

    @Test
    void aRunThatHasNotEndedIsListedAsSuch() {
        table.addUnfinished(CHURN);

        assertThat(lastLine()).isEqualTo("| churn | not ended |  |  |  |  |");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            a | b;a \\| b
            <img src=x>;\\<img src=x\\>
            [text](link);\\[text\\](link)
            ![image](link);\\!\\[image\\](link)
            `code`;\\`code\\`
            *bold*;\\*bold\\*
            #7 and @someone;\\#7 and \\@someone
            back\\slash;back\\\\slash
            """)
    void textOfADatasetIsNeverReadAsMarkdown(String reason, String escaped) {
        table.add(CHURN, RunRecords.invalid(reason));

        assertThat(lastLine()).endsWith(" | " + escaped + " |");
    }

    @Test
    void aLineBreakInAReasonDoesNotEndTheRow() {
        table.add(CHURN, RunRecords.invalid("first\nsecond\r\nthird"));

        assertThat(lastLine()).endsWith("| first second third |");
    }

    private String lastLine() {
        return table.markdown().lines().reduce((before, line) -> line).orElseThrow();
    }
}
