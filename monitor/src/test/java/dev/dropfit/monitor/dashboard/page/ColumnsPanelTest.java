package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsPanelTest {
    private static final String AGE = """
        {"column": "age", "kind": "numeric", "missing": %s,
         "profile": {"quantiles": {"0.05": 20, "0.25": 40, "0.5": %s, "0.75": 60, "0.95": 80}}}\
        """;
    private static final String COLOUR = """
        {"column": "colour", "kind": "categorical", "missing": 0,
         "profile": {"counts": [{"value": "red", "rows": %s}, {"value": "blue", "rows": %s}]}}\
        """;

    @ParameterizedTest
    @CsvSource({
        "0, 50, 0, 50, muted, –",
        "0.5, 50, 0.25, 50, notable, missing 25.0 % → 50.0 %",
        "0.03, 50, 0.01, 50, muted, missing 1.0 % → 3.0 %",
        "0, 53, 0, 50, muted, median 50 → 53",
        "0, 65, 0, 50, notable, median 50 → 65",
        "0, 51, 0, 50, muted, –"
    })
    void aNumbersMissingValuesAndMedianAreCompared(
            double missing, double median, double missingBefore, double medianBefore, String mark, String change) {
        assertThat(panel(AGE.formatted(missing, median), AGE.formatted(missingBefore, medianBefore)))
                .contains("<td class=\"" + mark + "\">" + shown(change) + "</td>");
    }

    private static String shown(String change) {
        return change.equals("–") ? change : "<bdi>" + change + "</bdi>";
    }

    @ParameterizedTest
    @CsvSource({
        "50, 50, 50, 50, muted, –",
        "55, 45, 50, 50, muted, ‘red’ 50.0 % → 55.0 %",
        "90, 10, 50, 50, notable, ‘red’ 50.0 % → 90.0 %"
    })
    void aCategorysSharesAreCompared(int red, int blue, int redBefore, int blueBefore, String mark, String change) {
        assertThat(panel(COLOUR.formatted(red, blue), COLOUR.formatted(redBefore, blueBefore)))
                .contains("<td class=\"" + mark + "\">" + shown(change) + "</td>");
    }

    @Test
    void theLabelComesFirstAndIsComparedIfBothRecordsHaveItsValues() {
        String record =
                "{\"task\": \"classification\", \"label\": \"target\", \"columns\": [" + AGE.formatted(0, 50) + "]";
        String labels =
                ", \"label_profile\": {\"counts\": [{\"value\": \"yes\", \"rows\": %s}, {\"value\": \"no\", \"rows\":"
                        + " %s}]}}";
        RunRecord now = ExampleRecords.record(record + labels.formatted(90, 10));

        String panel = ColumnsPanel.of(
                        now,
                        Html.of("of v2"),
                        List.of(ColumnsPanel.Earlier.of(
                                "v1", ExampleRecords.record(record + labels.formatted(50, 50)))),
                        "",
                        false)
                .toString();
        assertThat(panel)
                .containsSubsequence("<bdi>target</bdi>", ">label</span>", "‘yes’ 50.0 % → 90.0 %", "<bdi>age</bdi>")
                .doesNotContain("Removed columns");

        assertThat(ColumnsPanel.of(
                                now,
                                Html.of("of v2"),
                                List.of(ColumnsPanel.Earlier.of("v1", ExampleRecords.record(record + "}"))),
                                "",
                                false)
                        .toString())
                .contains("<bdi>target</bdi>")
                .doesNotContain("<bdi>new</bdi>");
    }

    @Test
    void newRemovedAndChangedColumnsAreNamed() {
        String number = "{\"column\": \"x\", \"kind\": \"numeric\", \"profile\": {}}";
        String category = "{\"column\": \"x\", \"kind\": \"categorical\", \"profile\": {}}";
        String date =
                "{\"column\": \"day\", \"kind\": \"datetime\", \"profile\": {\"earliest\": \"2026-01-01\", \"latest\":"
                        + " \"%s\"}}";

        assertThat(panel(number, category)).contains("<td class=\"notable\"><bdi>was categorical</bdi></td>");
        assertThat(panel(date.formatted("2026-03-01"), date.formatted("2026-02-01")))
                .contains("<td class=\"muted\"><bdi>latest 2026-03-01</bdi></td>", "2026-01-01 – 2026-03-01");
        assertThat(panel(COLOUR.formatted(1, 1), AGE.formatted(0, 50)))
                .contains("Removed columns: <bdi>age</bdi>", "<td class=\"notable\"><bdi>new</bdi></td>");
        assertThat(panel(number, number)).doesNotContain("Removed columns");
    }

    @Test
    void theLabelIsMarked() {
        RunRecord record = ExampleRecords.record("""
            {"label": "colour", "dataset": {"rows": 1200}, "columns": [%s]}\
            """.formatted(COLOUR.formatted(2, 1)));

        assertThat(ColumnsPanel.of(record, Html.none(), List.of(), "", false).toString())
                .contains("1 column, 1,200 rows.", "\">label</span>", "<bdi>red</bdi>")
                .doesNotContain("Change</th>");
    }

    @Test
    void theClassesByAColumnsValuesAreAPicture() {
        String panel = ColumnsPanel.of(ExampleRecords.record("""
            {"label": "churned", "label_profile": {"counts": [{"value": "no", "rows": 6}, {"value": "<yes>", "rows": 4}]},
             "columns": [{"column": "colour", "kind": "categorical", "by_class": [[0.5], [0.75]],
              "profile": {"counts": [{"value": "red", "rows": 6}, {"value": "blue", "rows": 4}]}}]}\
            """), Html.none(), List.of(), "", false)
                .toString();

        assertThat(panel)
                .contains(
                        "By class</th>",
                        "<title>&lt;yes&gt;: 25.0 % to 50.0 % of the rows, by value</title>",
                        "</title><path d=\"M0 20V10h72V15h48V20Z\"/>")
                .containsSubsequence("class1\" aria-hidden=\"true\"></span> <bdi>&lt;yes&gt;</bdi>", "<bdi>no</bdi>");
        assertThat(panel(AGE.formatted(0, 50), AGE.formatted(0, 50))).doesNotContain("By class");
    }

    @Test
    void aVersionIsComparedWithTheOneBeforeAndWithTheServedOne() {
        String panel = ColumnsPanel.of(
                        record(AGE.formatted(0, 65)),
                        Html.none(),
                        List.of(
                                ColumnsPanel.Earlier.of("v2", record(AGE.formatted(0, 65))),
                                ColumnsPanel.Earlier.of("the served v1", record(AGE.formatted(0, 50)))),
                        "",
                        false)
                .toString();

        assertThat(panel)
                .contains(
                        "changes since version v2, and since the served v1",
                        "Since v2</th>",
                        "Since the served v1</th>")
                .containsSubsequence(">–</td>", "<bdi>median 50 → 65</bdi>");
    }

    private static RunRecord record(String column) {
        return ExampleRecords.record("{\"columns\": [" + column + "]}");
    }

    private static String panel(String column, String before) {
        return ColumnsPanel.of(
                        record(column), Html.none(), List.of(ColumnsPanel.Earlier.of("v1", record(before))), "", false)
                .toString();
    }
}
