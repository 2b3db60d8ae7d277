package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final int ROWS = 1234;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // settings                | challenger | baseline | champion | outcome | reasons
                "{}                         | 0.9 | 0.5 | -    | promoted | roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows",
                "{}                         | 0.5 | 0.5 | -    | rejected | roc_auc 0.500 is no better than the baseline's 0.500 on the 1,234 holdout rows",
                "{}                         | 0.4 | 0.5 | -    | rejected | roc_auc 0.400 is no better than the baseline's 0.500 on the 1,234 holdout rows",
                "{'threshold':0.8}          | 0.8 | 0.5 | -    | promoted | roc_auc 0.800 is better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.800 meets the threshold 0.800",
                "{'threshold':0.8}          | 0.7 | 0.5 | -    | rejected | roc_auc 0.700 misses the threshold 0.800",
                "{'threshold':0.8}          | 0.4 | 0.5 | 0.9  | rejected | roc_auc 0.400 is no better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.400 misses the threshold 0.800; roc_auc 0.400 is 0.500 below the previous model's 0.900 on the same 1,234 holdout rows; max_regression is 0.020",
                "{}                         | 0.9 | 0.5 | 0.85 | promoted | roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.900 is 0.050 above the previous model's 0.850 on the same 1,234 holdout rows",
                "{}                         | 0.9 | 0.5 | 0.9  | promoted | roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.900 is equal to the previous model's 0.900 on the same 1,234 holdout rows",
                "{}                         | 0.88| 0.5 | 0.9  | promoted | roc_auc 0.880 is better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.880 is 0.020 below the previous model's 0.900 on the same 1,234 holdout rows",
                "{}                         | 0.87| 0.5 | 0.9  | rejected | roc_auc 0.870 is 0.030 below the previous model's 0.900 on the same 1,234 holdout rows; max_regression is 0.020",
                "{'max_regression':0}       | 0.89| 0.5 | 0.9  | rejected | roc_auc 0.890 is 0.010 below the previous model's 0.900 on the same 1,234 holdout rows; max_regression is 0.000",
                "{'max_regression':0.5}     | 0.6 | 0.5 | 0.9  | promoted | roc_auc 0.600 is better than the baseline's 0.500 on the 1,234 holdout rows; roc_auc 0.600 is 0.300 below the previous model's 0.900 on the same 1,234 holdout rows",
                "{}                         | 0.9 | 0.5 | NaN  | promoted | roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows",
                "{}                         | 0.9 | NaN | -    | promoted | the baseline's roc_auc can't be measured on the 1,234 holdout rows",
                "{}                         | NaN | 0.5 | 0.9  | rejected | roc_auc can't be measured on the 1,234 holdout rows: the model's predictions are not numbers",
                "{'min_holdout_rows':1234}  | 0.9 | 0.5 | -    | promoted | roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows",
                "{'min_holdout_rows':2000}  | 0.9 | 0.5 | -    | rejected | there are 1,234 holdout rows; min_holdout_rows is 2,000",
                "{'metric':'val_acc'}       | 88  | 60  | 90   | promoted | val_acc 88.0 % is better than the baseline's 60.0 % on the 1,234 holdout rows; val_acc 88.0 % is 2.0 pp below the previous model's 90.0 % on the same 1,234 holdout rows",
                "{'metric':'val_acc'}       | 87.9| 60  | 90   | rejected | val_acc 87.9 % is 2.1 pp below the previous model's 90.0 % on the same 1,234 holdout rows; max_regression is 2.0 pp",
                "{'metric':'log_loss','threshold':0.5} | 0.45 | 0.69 | 0.4 | rejected | log_loss 0.450 is 0.050 above the previous model's 0.400 on the same 1,234 holdout rows; max_regression is 0.020",
                "{'metric':'log_loss','threshold':0.4} | 0.45 | 0.69 | -   | rejected | log_loss 0.450 misses the threshold 0.400",
                "{'metric':'f1'}            | 0.3 | 0   | 0.2  | promoted | f1 0.300 is better than the baseline's 0.000 on the 1,234 holdout rows; f1 0.300 is 0.100 above the previous model's 0.200 on the same 1,234 holdout rows",
            })
    void classesArePromotedOrRejectedWithEveryReason(
            String settings, double challenger, double baseline, String champion, String outcome, String reasons)
            throws Exception {
        GateResult verdict = judge(settings, challenger, baseline, champion, true);

        assertThat(verdict.verdict().text()).isEqualTo(outcome);
        assertThat(String.join("; ", verdict.reasons())).isEqualTo(reasons);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{}                        | 0.8    | -0.01 | 0.81  | promoted | r2 0.800 is better than the baseline's -0.010 on the 1,234 holdout rows; r2 0.800 is 0.010 below the previous model's 0.810 on the same 1,234 holdout rows",
                "{'metric':'rmse'}         | 12345.6| 20000 | 12200 | promoted | rmse 12,346 is better than the baseline's 20,000 on the 1,234 holdout rows; rmse 12,346 is 145.6 above the previous model's 12,200 on the same 1,234 holdout rows",
                "{'metric':'rmse'}         | 103    | 200   | 100   | rejected | rmse 103 is 3 above the previous model's 100 on the same 1,234 holdout rows; max_regression is 2",
                "{'metric':'mae','max_regression':5} | 103 | 200 | 100 | promoted | mae 103 is better than the baseline's 200 on the 1,234 holdout rows; mae 103 is 3 above the previous model's 100 on the same 1,234 holdout rows",
                "{'metric':'mae','threshold':100}    | 103 | 200 | -   | rejected | mae 103 misses the threshold 100",
                "{'metric':'mae'}          | 3      | 2     | -     | rejected | mae 3 is no better than the baseline's 2 on the 1,234 holdout rows",
            })
    void numbersArePromotedOrRejectedWithEveryReason(
            String settings, double challenger, double baseline, String champion, String outcome, String reasons)
            throws Exception {
        GateResult verdict = judge(settings, challenger, baseline, champion, false);

        assertThat(verdict.verdict().text()).isEqualTo(outcome);
        assertThat(String.join("; ", verdict.reasons())).isEqualTo(reasons);
    }

    @Test
    void reasonsAreTheSameInEveryLocale() throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(judge("{}", 0.9, 0.5, null, true).reasons())
                    .containsExactly("roc_auc 0.900 is better than the baseline's 0.500 on the 1,234 holdout rows");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aDifferenceThatMayBeChanceIsSaidToBe() throws Exception {
        Gate gate = new Gate(SettingsReader.read("{}").gate(), new Target.Classes(List.of("0", "1"), Map.of()));
        Evaluation baseline = evaluation(gate.metric(), 0.5);
        Evaluation champion = evaluation(gate.metric(), 0.9);
        Evaluation close = evaluation(gate.metric(), 0.89);
        Evaluation worse = evaluation(gate.metric(), 0.87);

        GateResult promoted = gate.judge(close, baseline, against(close, champion, interval(-0.03, 0.01)));
        GateResult uncertain = gate.judge(worse, baseline, against(worse, champion, interval(-0.05, 0)));
        GateResult certain = gate.judge(worse, baseline, against(worse, champion, interval(-0.05, -0.01)));

        assertThat(promoted.verdict()).isEqualTo(Verdict.PROMOTED);
        assertThat(promoted.reasons())
                .endsWith(
                        "that difference may be chance: with other rows of this kind it would be -0.030 to +0.010 (99 % interval)",
                        "so few rows can't show a loss of less than 0.030; to accept only models that were compared on more,"
                                + " set gate.min_holdout_rows");
        assertThat(uncertain.verdict()).isEqualTo(Verdict.PROMOTED);
        assertThat(uncertain.reasons())
                .endsWith(
                        "that difference may be chance, so it does not count: with other rows of this kind it would be -0.050 to"
                                + " ±0.000 (99 % interval)",
                        "so few rows can't show a loss of less than 0.050; to accept only models that were compared on more,"
                                + " set gate.min_holdout_rows");
        assertThat(gate.judge(close, baseline, against(close, champion, interval(-0.015, 0.01)))
                        .reasons())
                .last()
                .asString()
                .startsWith("that difference may be chance");
        assertThat(certain.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(certain.reasons()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0.45, 0.01, REJECTED", "0.41, 0.001, PROMOTED", "0.45, -0.01, PROMOTED"})
    void worseProbabilitiesRejectAModelBeyondChanceAndBeyondTheMargin(double loss, double low, Verdict verdict)
            throws Exception {
        Gate gate = gate("{}", true);
        Evaluation challenger = Evaluation.ofNumbers(
                ROWS, new MetricValues(Map.of(Metric.ROC_AUC, 0.9, Metric.LOG_LOSS, loss)), ResidualFacts.NONE);
        Evaluation champion = Evaluation.ofNumbers(
                ROWS, new MetricValues(Map.of(Metric.ROC_AUC, 0.9, Metric.LOG_LOSS, 0.40)), ResidualFacts.NONE);

        GateResult result = gate.judge(
                challenger,
                evaluation(Metric.ROC_AUC, 0.5),
                Optional.of(new Comparison(challenger, champion, Optional.empty(), Optional.of(interval(low, 0.09)))));

        assertThat(result.verdict()).isEqualTo(verdict);
        if (verdict == Verdict.REJECTED) {
            assertThat(result.reasons())
                    .containsExactly(
                            "log_loss 0.450 is 0.050 above the previous model's 0.400 on the same 1,234 holdout"
                                    + " rows: its probabilities are worse; the 99 % interval of the difference is +0.010 to +0.090,"
                                    + " and 0.020 is accepted");
        }
    }

    @Test
    void equalMetricsHaveNoDifferenceThatMayBeChance() throws Exception {
        Gate gate = new Gate(SettingsReader.read("{}").gate(), new Target.Classes(List.of("0", "1"), Map.of()));

        GateResult equal = gate.judge(
                evaluation(gate.metric(), 0.9),
                evaluation(gate.metric(), 0.5),
                against(evaluation(gate.metric(), 0.9), evaluation(gate.metric(), 0.9), interval(-0.01, 0.01)));

        assertThat(equal.reasons())
                .last()
                .asString()
                .startsWith("roc_auc 0.900 is equal to the previous model's 0.900");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                | 0.012 | 0.010 | promoted | roc_auc can't be measured on the 1,234 holdout rows, because all of them have the class 'no'; log_loss decides instead; log_loss 0.012 is worse than the baseline's 0.010 by no more than the accepted 0.020",
                "{}                | 0.400 | 0.010 | rejected | log_loss 0.400 is worse than the baseline's 0.010 by more than the accepted 0.020",
                "{'threshold':0.8} | 0.012 | 0.010 | rejected | the threshold 0.800 of roc_auc can't be checked on the 1,234 holdout rows; upload rows of the other class, or remove gate.threshold from dropfit.json",
            })
    void rowsOfOneClassAreJudgedByTheLogLoss(
            String settings, double challenger, double baseline, String outcome, String reasons) throws Exception {
        Gate gate = gate(settings, true);

        GateResult result = gate.judge(ofOneClass(challenger), ofOneClass(baseline), Optional.empty());

        assertThat(result.verdict().text()).isEqualTo(outcome);
        assertThat(String.join("; ", result.reasons())).isEqualTo(reasons);
    }

    @Test
    void theLogLossOfRowsOfOneClassIsComparedWithThePreviousModelToo() throws Exception {
        Gate gate = gate("{'max_regression':0.5}", true);

        GateResult worse = gate.judge(
                ofOneClass(0.05),
                ofOneClass(0.04),
                Optional.of(new Comparison(ofOneClass(0.05), ofOneClass(0.02), Optional.empty(), Optional.empty())));

        assertThat(worse.reasons())
                .containsExactly("log_loss 0.050 is 0.030 above the previous model's 0.020 on the same 1,234 holdout"
                        + " rows; max_regression is 0.020");
    }

    @Test
    void numbersThatAreAllEqualAreJudgedByTheError() throws Exception {
        Evaluation model = Evaluation.ofNumbers(
                3, new MetricValues(Map.of(Metric.R2, Double.NaN, Metric.RMSE, 1.0)), ResidualFacts.NONE);
        Evaluation mean = Evaluation.ofNumbers(
                3, new MetricValues(Map.of(Metric.R2, Double.NaN, Metric.RMSE, 2.0)), ResidualFacts.NONE);

        assertThat(gate("{}", false).judge(model, mean, Optional.empty()).reasons())
                .containsExactly(
                        "r2 can't be measured on the 3 holdout rows, because all of them have the same value; rmse decides instead",
                        "rmse 1 is better than the baseline's 2");
    }

    @Test
    void withoutHoldoutRowsNoModelIsPromoted() throws Exception {
        GateResult result = gate("{}", true).judge(Evaluation.NONE, Evaluation.NONE, Optional.empty());

        assertThat(result.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(result.reasons())
                .containsExactly("the holdout has no rows, so no model can be evaluated: the dataset is too small;"
                        + " upload more rows");
    }

    @Test
    void classesWithoutHoldoutRowsAreNamed() throws Exception {
        Evaluation model = Evaluation.ofClasses(
                5,
                new MetricValues(Map.of(Metric.ROC_AUC, 0.9)),
                new ConfusionMatrix(
                        List.of("a", "b", "c"), List.of(List.of(2, 0, 0), List.of(0, 2, 1), List.of(0, 0, 0))),
                List.of(),
                List.of(),
                Estimate.NONE,
                List.of());

        assertThat(gate("{}", true)
                        .judge(model, evaluation(Metric.ROC_AUC, 0.5), Optional.empty())
                        .reasons())
                .containsExactly(
                        "roc_auc 0.900 is better than the baseline's 0.500 on the 5 holdout rows",
                        "roc_auc is the mean over the 2 of 3 classes that the 5 holdout rows have; without rows: 'c'");
    }

    private static Gate gate(String settings, boolean classes) throws InvalidSettingsException {
        return new Gate(
                SettingsReader.read("{\"gate\":" + settings.replace('\'', '"') + "}")
                        .gate(),
                classes ? new Target.Classes(List.of("no", "yes"), Map.of()) : new Target.Quantity());
    }

    private static Evaluation ofOneClass(double logLoss) {
        return Evaluation.ofClasses(
                ROWS,
                new MetricValues(Map.of(Metric.ROC_AUC, Double.NaN, Metric.LOG_LOSS, logLoss)),
                new ConfusionMatrix(List.of("no", "yes"), List.of(List.of(ROWS, 0), List.of(0, 0))),
                List.of(),
                List.of(),
                Estimate.NONE,
                List.of());
    }

    private static Optional<Comparison> against(Evaluation challenger, Evaluation champion, Interval difference) {
        return Optional.of(new Comparison(challenger, champion, Optional.of(difference), Optional.empty()));
    }

    private static Interval interval(double low, double high) {
        return new Interval(low, high);
    }

    @Test
    void aMetricOfTheOtherTaskIsRefused() {
        assertThatThrownBy(() -> judge("{'metric':'rmse'}", 1, 1, null, true))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "dropfit.json: gate.metric is 'rmse', but the label is classes; accepted are roc_auc, f1, val_acc, log_loss, brier, average_precision");
        assertThatThrownBy(() -> judge("{'metric':'f1'}", 1, 1, null, false))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("dropfit.json: gate.metric is 'f1', but the label is a number; accepted are r2, rmse, mae");
    }

    private static GateResult judge(
            String settings, double challenger, double baseline, @Nullable String champion, boolean classes)
            throws InvalidSettingsException {
        var said = SettingsReader.read("{\"gate\":" + settings.replace('\'', '"') + "}");
        Target target = classes ? new Target.Classes(List.of("0", "1"), Map.of()) : new Target.Quantity();
        Gate gate = new Gate(said.gate(), target);
        return gate.judge(
                evaluation(gate.metric(), challenger),
                evaluation(gate.metric(), baseline),
                Optional.ofNullable(champion)
                        .map(value -> new Comparison(
                                evaluation(gate.metric(), challenger),
                                evaluation(gate.metric(), Double.parseDouble(value)),
                                Optional.empty(),
                                Optional.empty())));
    }

    private static Evaluation evaluation(Metric metric, double value) {
        return Evaluation.ofNumbers(ROWS, new MetricValues(Map.of(metric, value)), ResidualFacts.NONE);
    }
}
