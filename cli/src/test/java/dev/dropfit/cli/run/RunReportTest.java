package dev.dropfit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.console.Console;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunReportTest {
    private static String report(RunRecord run, boolean colours) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunReport.print(
                new ModelName("churn"),
                run,
                new Console(new PrintStream(out, true, StandardCharsets.UTF_8), colours, false));
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void aPromotedRunShowsItsMetricsNextToThePreviousModelsAndNoReasons() {
        assertThat(report(RunRecords.promoted(), false)).isEqualTo("""
            churn  promoted in 3.3 s: trained on 1,200 rows, evaluated on 300
                f1 0.800 (previous 0.750), roc_auc 0.900 (previous 0.880)
                val_acc 81.3 % (previous 80.0 %), log_loss 0.400 (previous 0.500)
                brier 0.100 (previous 0.200), average_precision 0.850 (previous 0.840)
            """);
    }

    @Test
    void withoutAPreviousModelTheBaselineIsShownAndARejectionHasItsReasons() {
        assertThat(report(RunRecords.read("""
            {"verdict": "rejected", "reasons": ["r2 -0.100 is no better than the baseline"],
             "task": "regression", "gate_metric": "r2", "train_rows": 8, "holdout_rows": 2,
             "r2": -0.1, "rmse": 12.34, "mae": null, "champion": null,
             "baseline": {"r2": 0, "rmse": 12, "mae": 10}, "elapsed": 100}
            """), false)).isEqualTo("""
                churn  rejected in 1.7 min: trained on 8 rows, evaluated on 2
                    r2 -0.100 (baseline 0.000), rmse 12.3 (baseline 12)
                    mae - (baseline 10)
                    reason: r2 -0.100 is no better than the baseline
                """);
    }

    @Test
    void aMetricHasItsInterval() {
        assertThat(report(RunRecords.read("""
            {"verdict": "promoted", "task": "classification", "gate_metric": "roc_auc", "reasons": [],
             "roc_auc": 0.87, "val_acc": 80, "intervals": {"roc_auc": [0.81, 0.92], "val_acc": [75, 84]},
             "baseline": {"roc_auc": 0.5, "val_acc": 60}}
            """), false))
                .contains("    roc_auc 0.870 (0.810 to 0.920, baseline 0.500), val_acc 80.0 % (75.0 % to 84.0 %,"
                        + " baseline 60.0 %)\n");
    }

    @Test
    void whatIsPredictedAndWhyIsSaid() {
        assertThat(report(RunRecords.read("""
            {"verdict": "promoted", "task": "classification", "label": "Embarked",
             "label_choice": "last", "reasons": []}
            """), false))
                .contains("    predicts 'Embarked', the last column; to predict another column: dropfit label churn"
                        + " COLUMN\n");
        assertThat(report(RunRecords.read("""
            {"verdict": "promoted", "task": "classification", "label": "Embarked",
             "label_choice": "setting", "reasons": []}
            """), false)).contains("    predicts 'Embarked', as dropfit.json says\n");
    }

    @Test
    void aNoteThatTheMetricsAreTooGoodStandsNextToThem() {
        assertThat(report(RunRecords.read("""
            {"verdict": "promoted", "task": "classification", "reasons": [], "anomalies": [
              {"name": "target-leakage", "message": "column 'refund' gives it away", "lines": []},
              {"name": "duplicate-rows", "message": "2 rows repeat", "lines": []}]}
            """), false))
                .contains("    note: column 'refund' gives it away\n")
                .doesNotContain("2 rows repeat");
    }

    @Test
    void aRunWithoutAModelShowsItsReasonsOnly() {
        assertThat(report(RunRecords.invalid("line 3: found 2 cells"), false))
                .isEqualTo("churn  invalid in < 0.1 s\n    reason: line 3: found 2 cells\n");
    }

    @Test
    void aRecordWithoutALengthOfTimeShowsNone() {
        assertThat(report(RunRecords.read("{\"verdict\": \"invalid\", \"reasons\": []}"), false))
                .isEqualTo("churn  invalid\n");
    }

    @Test
    void onlyAPromotionIsGreen() {
        assertThat(report(RunRecords.promoted(), true)).startsWith("churn  \u001B[32mpromoted\u001B[0m in");
        assertThat(report(RunRecords.invalid("x"), true)).startsWith("churn  \u001B[31minvalid\u001B[0m in");
    }

    @ParameterizedTest
    @EnumSource
    void everyMetricIsReported(Metric metric) {
        RunRecord run = RunRecords.read("""
            {"verdict": "promoted", "task": "%s", "gate_metric": "%s", "%s": 0.25, "baseline": {"%s": 0.75}}
            """.formatted(
                metric.task().text(), Metric.defaultOf(metric.classification()).text(), metric.text(), metric.text()));

        assertThat(report(run, false))
                .contains("%s %s (baseline %s)".formatted(metric.text(), metric.format(0.25), metric.format(0.75)));
    }

    @Test
    void aSummaryIsTheVerdictAndTheReasons() {
        assertThat(RunReport.summary(RunRecords.promoted())).isEqualTo("promoted: f1 0.800 is better; f1 is higher");
    }
}
