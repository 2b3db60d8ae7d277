package dev.dropfit.trainer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.Rollout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    @Test
    void everyKeyIsRead() throws Exception {
        Settings settings = read("""
            {"label": "target", "output": "diagnosis", "labels": {"0": "clear", "1": "heart-disease"}, "positive": "1", "threshold": 0.3,
             "columns": {"sex": "categorical", "chol": "numeric", "patient_id": "ignore"},
             "missing": ["not asked", -999], "dates": "day-first", "learner": "gradient-boosting", "monotone": {"chol": "increasing", "age": "decreasing"}, "budget": {"seconds": 90}, "holdout": 0.25,
             "split": {"group": "patient_id"},
             "gate": {"metric": "roc_auc", "threshold": 0.75, "max_regression": 0.01, "min_holdout_rows": 50, "slices": 0.05},
             "alert": {"metric": "f1", "below": 0.8, "on": ["rejected", "invalid"], "drop": 0.05, "cooldown_minutes": 90, "live": false},
             "rollout": {"shadow_hours": 24, "canary": [5, 25, 100]}, "keep": 100, "keep_examples": true}\
            """);

        assertThat(settings)
                .isEqualTo(new Settings(
                        Optional.of("target"),
                        Optional.of("diagnosis"),
                        Map.of("0", "clear", "1", "heart-disease"),
                        Optional.of("1"),
                        Optional.of(new DecisionSettings.ByThreshold(0.3)),
                        Map.of(
                                "sex", ColumnKind.CATEGORICAL,
                                "chol", ColumnKind.NUMERIC,
                                "patient_id", ColumnKind.IGNORE),
                        List.of("not asked", "-999"),
                        Optional.of(DateOrder.DAY_FIRST),
                        Optional.of(LearnerName.GRADIENT_BOOSTING),
                        Map.of("chol", Direction.INCREASING, "age", Direction.DECREASING),
                        90,
                        0.25,
                        new SplitSettings.ByGroup("patient_id"),
                        new GateSettings(
                                Optional.of(Metric.ROC_AUC),
                                OptionalDouble.of(0.75),
                                OptionalDouble.of(0.01),
                                OptionalInt.of(50),
                                OptionalDouble.of(0.05)),
                        Optional.of(new AlertSettings(
                                Optional.of(Metric.F1),
                                OptionalDouble.of(0.8),
                                OptionalDouble.empty(),
                                Optional.of(List.of("rejected", "invalid")),
                                OptionalDouble.of(0.05),
                                OptionalInt.of(90),
                                Optional.of(false))),
                        Optional.of(new Rollout(24, List.of(5, 25, 100))),
                        OptionalInt.of(100),
                        true));
    }

    @Test
    void absentSettingsAreInferred() throws Exception {
        assertThat(read("{}")).isEqualTo(Settings.NONE);
        assertThat(read("{'gate':{},'labels':{},'columns':{}}")).isEqualTo(Settings.NONE);
        assertThat(Settings.NONE.holdout()).isEqualTo(0.2);
    }

    @Test
    void aByteOrderMarkIsSkipped() throws Exception {
        assertThat(read("\uFEFF{'label':'a'}").label()).contains("a");
    }

    @ParameterizedTest
    @CsvSource({"'\"1\"', 1", "1, 1", "1.0, 1.0", "true, true", "false, false", "'\"yes\"', yes"})
    void positiveIsAStringANumberOrABoolean(String json, String value) throws Exception {
        assertThat(read("{'positive':" + json + "}").positive()).contains(value);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsAcceptedForAlertsAndAllButTheCalibrationErrorForTheGate(Metric metric) throws Exception {
        assertThat(read("{'alert':{'metric':'" + metric.text() + "'}}")
                        .alert()
                        .orElseThrow()
                        .metric())
                .contains(metric);
        if (metric != Metric.CALIBRATION_ERROR) {
            assertThat(read("{'gate':{'metric':'" + metric.text() + "'}}")
                            .gate()
                            .metric())
                    .contains(metric);
        }
    }

    @ParameterizedTest
    @EnumSource(LearnerName.class)
    void everyLearnerIsAccepted(LearnerName learner) throws Exception {
        assertThat(read("{'learner':'" + learner.text() + "'}").learner()).contains(learner);
    }

    @Test
    void costsDetermineTheThreshold() throws Exception {
        DecisionSettings decision = read("{'costs':{'false_positive':1,'false_negative':4}}")
                .decision()
                .orElseThrow();

        assertThat(decision.threshold()).isEqualTo(0.2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.9})
    void aHoldoutFromNothingToNineTenthsIsAccepted(double holdout) throws Exception {
        assertThat(read("{'holdout':" + holdout + "}").holdout()).isEqualTo(holdout);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'rollout':{}}                 | dropfit.json: rollout has no step; accepted is {\"shadow_hours\":"
                        + " 24, \"canary\": [5, 25, 100]} with one or both keys",
                "{'rollout':{'canary':[25,5]}}  | dropfit.json: rollout.canary[1] is 5; accepted are shares up to 100,"
                        + " each above the one before",
                "{'rollout':{'canary':5}}       | dropfit.json: rollout.canary is a number; accepted is an array of"
                        + " shares in percent, such as [5, 25, 100]",
                "{'lable':'a'}                  | dropfit.json: unknown key 'lable'; accepted are label, output,"
                        + " labels, positive, threshold, costs, columns, missing, dates, learner, monotone, budget,"
                        + " holdout, split, gate, alert, rollout, keep, keep_examples; did you mean 'label'?",
                "{'Label':'a'}                  | dropfit.json: unknown key 'Label'; accepted are label, output,"
                        + " labels, positive, threshold, costs, columns, missing, dates, learner, monotone, budget,"
                        + " holdout, split, gate, alert, rollout, keep, keep_examples; did you mean 'label'?",
                "{'gate':{'min':1}}             | dropfit.json: unknown key 'gate.min'; accepted are metric,"
                        + " threshold, max_regression, min_holdout_rows, slices; did you mean 'min_holdout_rows'?",
                "{'gate':{'slices':-1}}         | dropfit.json: gate.slices is -1; accepted are 0 and above",
                "{'budget':{'seconds':0}}       | dropfit.json: budget.seconds is 0; accepted are 1 to 400",
                "{'budget':{'minutes':1}}       | dropfit.json: unknown key 'budget.minutes'; accepted are seconds",
                "{'threshold':1}                | dropfit.json: threshold is 1; accepted are probabilities of more"
                        + " than 0 and less than 1",
                "{'threshold':'0.3'}            | dropfit.json: threshold is a string; accepted is a number",
                "{'costs':5}                    | dropfit.json: costs is a number; accepted is an object",
                "{'costs':{'fp':1}}             | dropfit.json: unknown key 'costs.fp'; accepted are false_positive,"
                        + " false_negative",
                "{'costs':{'false_positive':1}} | dropfit.json: costs needs both keys; accepted is"
                        + " {\"false_positive\": 1, \"false_negative\": 5} with your costs",
                "{'costs':{'false_positive':0,'false_negative':5}} | dropfit.json: costs.false_positive is 0;"
                        + " accepted are numbers of more than 0",
                "{'costs':{'false_positive':1e-300,'false_negative':1e300}} | dropfit.json: the costs differ too much"
                        + " to have a threshold between 0 and 1",
                "{'threshold':0.3,'costs':{'false_positive':1,'false_negative':5}} | dropfit.json: threshold and costs"
                        + " are both set; accepted is one of them, because costs determine the threshold",
                "{'split':{}}                   | dropfit.json: split is empty; accepted is one of by, group, time",
                "{'split':'time'}               | dropfit.json: split is a string; accepted is an object",
                "{'split':{'by':'time'}}        | dropfit.json: split.by is 'time'; accepted are row",
                "{'split':{'groups':'a'}}       | dropfit.json: unknown key 'split.groups'; accepted are by, group,"
                        + " time; did you mean 'group'?",
                "{'split':{'group':'a','time':'b'}} | dropfit.json: split has several keys; accepted is one of by,"
                        + " group, time",
                "{'label':'a','label':'b'}      | dropfit.json: the key 'label' occurs twice",
                "{'gate':{'threshold':1,'threshold':1}} | dropfit.json: the key 'gate.threshold' occurs twice",
                "{'columns':{'a':'numeric','a':'ignore'}} | dropfit.json: columns contains 'a' twice",
                "{'labels':{'0':'a','0':'b'}}   | dropfit.json: labels contains '0' twice",
                "{'label':1}                    | dropfit.json: label is a number; accepted is a string",
                "{'label':null}                 | dropfit.json: label is null; accepted is a string",
                "{'output':['a']}               | dropfit.json: output is an array; accepted is a string",
                "{'output':''}                  | dropfit.json: output is ''; accepted are 1 to 64 printable"
                        + " characters, except the other keys of a response: error, explanation, model, probabilities,"
                        + " probability, version, warnings",
                "{'output':'model'}             | dropfit.json: output is 'model'; accepted are 1 to 64 printable"
                        + " characters, except the other keys of a response: error, explanation, model, probabilities,"
                        + " probability, version, warnings",
                "{'labels':['a']}               | dropfit.json: labels is an array; accepted is an object",
                "{'labels':{'0':1}}             | dropfit.json: labels.0 is a number; accepted is a string",
                "{'positive':{}}                | dropfit.json: positive is an object; accepted is a string, a number"
                        + " or a boolean",
                "{'columns':'all'}              | dropfit.json: columns is a string; accepted is an object",
                "{'columns':{'a':'number'}}     | dropfit.json: columns.a is 'number'; accepted are numeric,"
                        + " categorical, datetime, text, ignore",
                "{'columns':{'a':true}}         | dropfit.json: columns.a is a boolean; accepted is a string",
                "{'learner':'svm'}              | dropfit.json: learner is 'svm'; accepted are logistic-regression,"
                        + " linear-regression, gradient-boosting, random-forest, extra-trees, auto",
                "{'holdout':'0.2'}              | dropfit.json: holdout is a string; accepted is a number",
                "{'holdout':-0.1}               | dropfit.json: holdout is -0.1; accepted are 0 to 0.9",
                "{'holdout':0.91}               | dropfit.json: holdout is 0.91; accepted are 0 to 0.9",
                "{'gate':1}                     | dropfit.json: gate is a number; accepted is an object",
                "{'gate':{'metric':'auc'}}      | dropfit.json: gate.metric is 'auc'; accepted are roc_auc, f1,"
                        + " val_acc, log_loss, brier, average_precision, r2, rmse, mae",
                "{'gate':{'threshold':'x'}}     | dropfit.json: gate.threshold is a string; accepted is a number",
                "{'gate':{'max_regression':-1}} | dropfit.json: gate.max_regression is -1; accepted are 0 and above",
                "{'gate':{'min_holdout_rows':0}} | dropfit.json: gate.min_holdout_rows is 0; accepted are whole"
                        + " numbers from 1",
                "{'alert':true}                 | dropfit.json: alert is a boolean; accepted is an object",
                "{'alert':{'email':'a'}}        | dropfit.json: unknown key 'alert.email'; accepted are metric, below,"
                        + " above, on, drop, cooldown_minutes, live",
                "{'alert':{'live':'no'}}         | dropfit.json: alert.live is a string; accepted is true or false",
                "{'alert':{'metric':'auc'}}     | dropfit.json: alert.metric is 'auc'; accepted are roc_auc, f1,"
                        + " val_acc, log_loss, brier, average_precision, calibration_error, r2, rmse, mae",
                "{'alert':{'on':'invalid'}}     | dropfit.json: alert.on is a string; accepted is an array of"
                        + " promoted, rejected, invalid",
                "{'alert':{'on':['failed']}}    | dropfit.json: alert.on is 'failed'; accepted are promoted, rejected,"
                        + " invalid",
                "{'alert':{'on':['invalid','invalid']}} | dropfit.json: alert.on contains 'invalid' twice",
                "{'alert':{'drop':-0.1}}        | dropfit.json: alert.drop is -0.1; accepted are 0 and above",
                "{'alert':{'cooldown_minutes':-1}} | dropfit.json: alert.cooldown_minutes is -1; accepted are whole"
                        + " numbers from 0",
                "{'alert':{'above':1}}          | dropfit.json: alert.above is set, but the metric is better when it"
                        + " is higher; accepted is alert.below",
                "{'alert':{'below':1},'gate':{'metric':'rmse'}} | dropfit.json: alert.below is set, but rmse is better"
                        + " when it is lower; accepted is alert.above",
                "{'alert':{'above':1,'metric':'f1'},'gate':{'metric':'rmse'}} | dropfit.json: alert.above is set, but"
                        + " f1 is better when it is higher; accepted is alert.below",
                "{'keep':1.5}                   | dropfit.json: keep is 1.5; accepted are whole numbers from 1",
                "{'holdout':1e999}              | dropfit.json: holdout is 1e999; accepted are numbers up to"
                        + " 1.7976931348623157E308",
                "{'alert':{'coldown_minutes':9}} | dropfit.json: unknown key 'alert.coldown_minutes'; accepted are"
                        + " metric, below, above, on, drop, cooldown_minutes, live; did you mean 'cooldown_minutes'?",
                "[]                             | dropfit.json: the content is an array; accepted is an object",
                "'label'                        | dropfit.json: the content is a string; accepted is an object",
            })
    void invalidSettingsAreReportedWithTheAcceptedValues(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'label':'a'",
                "{label:'a'}",
                "{'label':'a',}",
                "{'label':'a'} x",
                "{'label':'a'}{}",
                "label",
                "{'holdout':NaN}",
                "{'label':'a' /* no comments */}",
                "{'label':'\\q'}",
                "\u0000"
            })
    void textThatIsNotJsonIsRejected(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageMatching("dropfit\\.json is not valid JSON( at line \\d+ column \\d+[^\\n"
                        + "]*)?; accepted is strict JSON \\(RFC 8259\\)");
    }

    private static Settings read(String json) throws InvalidSettingsException {
        return SettingsReader.read(json.replace('\'', '"'));
    }
}
