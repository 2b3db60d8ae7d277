package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetNotesTest {
    @Test
    void suspiciousColumnsComeBeforeHowTheFileWasRead() {
        String notes = notes("""
            {"name": "encoding", "message": "the file is read as Windows-1252", "lines": []},
            {"name": "column-copies-label", "message": "column 'a<b' is nearly the label", "lines": []}\
            """);

        assertThat(notes)
                .containsSubsequence(
                        "Columns to look at</h3>",
                        "<li><bdi>column &#39;a&lt;b&#39; is nearly the label</bdi></li>",
                        "The file and the rows</h3>",
                        "<li><bdi>the file is read as Windows-1252</bdi></li>");
    }

    @Test
    void linesAreGivenUnlessTheMessageHasThem() {
        assertThat(notes("""
            {"name": "quotes", "message": "quotes are missing", "lines": [7, 1200]},
            {"name": "empty-rows", "message": "1 row is skipped: all cells are empty on line 9", "lines": [9]}\
            """))
                .contains(
                        "quotes are missing</bdi> <span class=\"muted\">(for example lines 7, 1,200)</span></li>",
                        "all cells are empty on line 9</bdi></li>");
    }

    @Test
    void manyNotesAreShownInPart() {
        String many = IntStream.range(0, 22)
                .mapToObj(i -> "{\"name\": \"n\", \"message\": \"note " + i + "\", \"lines\": []}")
                .collect(Collectors.joining(","));

        assertThat(notes(many))
                .contains("note 19", "2 more notes are in the record.")
                .doesNotContain("note 20");
    }

    @Test
    void whatMakesTheMetricsTooGoodIsAlsoShownNextToThem() {
        RunRecord record = ExampleRecords.record("""
            {"anomalies": [{"name": "duplicate-rows", "message": "2 rows repeat", "lines": []},
                           {"name": "split-proposed", "message": "'patient' repeats", "lines": []}]}\
            """);

        assertThat(DatasetNotes.flattering(Optional.of(record)))
                .hasToString(
                        "<p><strong class=\"notable\">Before you rely on these metrics:</strong> <bdi>&#39;patient&#39;"
                                + " repeats</bdi>.</p>");
        assertThat(DatasetNotes.flattering(Optional.empty()).isEmpty()).isTrue();
    }

    @Test
    void withoutNotesThereIsNoSection() {
        assertThat(notes("")).isEmpty();
    }

    private static String notes(String anomalies) {
        RunRecord record = ExampleRecords.record("""
            {"columns": [{"column": "a<b", "kind": "numeric"}], "anomalies": [%s]}\
            """.formatted(anomalies));
        return DatasetNotes.of(record, Html.of("of version v1")).toString();
    }
}
