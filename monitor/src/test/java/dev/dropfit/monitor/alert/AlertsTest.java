package dev.dropfit.monitor.alert;

import static dev.dropfit.monitor.alert.RunHistory.HEART;
import static dev.dropfit.monitor.alert.RunHistory.alert;
import static dev.dropfit.monitor.alert.RunHistory.champion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.MovedClock;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.delivery.NotDeliveredException;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.TextTables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which runs cause which alerts. */
final class AlertsTest {
    private final MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:00:00Z"));
    private final RunHistory records = new RunHistory(bucket);
    private final MovedClock clock = new MovedClock();
    private final Outbox slack = new Outbox("slack");
    private final Outbox mail = new Outbox("mail");
    private final Alerts alerts = new Alerts(
            bucket,
            List.of(slack, mail),
            Optional.of("https://dash.example.com"),
            clock,
            clock.retries(Duration.ofMinutes(2)));

    @Test
    void aRejectedRunCausesAnAlert() throws IOException {
        Version version = process(records.rejected(0.6));

        assertThat(slack.sent()).containsExactly("rejected " + version);
        assertThat(mail.sent()).containsExactly("rejected " + version);
    }

    @Test
    void anInvalidRunCausesAnAlert() throws IOException {
        Version version = process(records.invalid("line 3: found 2 cells, the header has 3"));

        assertThat(slack.sent()).containsExactly("invalid " + version);
        assertThat(only(slack).reasons()).containsExactly("line 3: found 2 cells, the header has 3");
    }

    @Test
    void aGoodRunCausesNoAlert() throws IOException {
        Version first = process(records.promoted(0.90));
        process(records.promoted(0.86, champion(first, 0.90)));

        assertThat(slack.sent()).isEmpty();
    }

    @Test
    void aDropOfMoreThanTheDefaultCausesAnAlert() throws IOException {
        Version first = process(records.promoted(0.90));
        Version second = process(records.promoted(0.84, champion(first, 0.85)));

        assertThat(slack.sent()).containsExactly("drop " + second);
        assertThat(only(slack).sentence())
                .isEqualTo("roc_auc of heart fell from 0.900 to 0.840, by more than the accepted 0.050. Version v2"
                        + " is served.");
    }

    @Test
    void aDropOfExactlyTheAcceptedSizeCausesNoAlert() throws IOException {
        Version first = process(records.promoted(0.90));
        process(records.promoted(0.85, champion(first, 0.90)));

        assertThat(slack.sent()).isEmpty();
    }

    @Test
    void aDropIsMeasuredAgainstThePreviousModelOnTheSameRowsToo() throws IOException {
        Version first = process(records.promoted(0.80));
        Version second = process(records.promoted(0.80, champion(first, 0.90)));

        assertThat(slack.sent()).containsExactly("drop " + second);
    }

    @ParameterizedTest
    @CsvSource({
        // metric, before, now, alerted
        "rmse, 100, 104, false",
        "rmse, 100, 106, true",
        "rmse, 100, 50, false",
        "mae, 0.001, 0.00106, true",
        "log_loss, 0.30, 0.34, false",
        "log_loss, 0.30, 0.36, true",
        "log_loss, 0.36, 0.30, false",
        "val_acc, 90, 86, false",
        "val_acc, 90, 84, true",
        "r2, 0.9, 0.84, true",
        "f1, 0.9, 0.84, true",
        "f1, 0.84, 0.9, false",
        "brier, 0.10, 0.16, true",
        "brier, 0.16, 0.10, false",
        "average_precision, 0.9, 0.84, true"
    })
    void aDropIsMeasuredInTheMetricsUnitAndDirection(String metric, double before, double now, boolean alerted)
            throws IOException {
        Version first = process(judgedBy(metric, before, ""));
        process(judgedBy(metric, now, ", \"champion\": {\"version\": \"" + first + "\"}"));

        assertThat(slack.sent()).hasSize(alerted ? 1 : 0);
    }

    private Version judgedBy(String metric, double value, String more) throws IOException {
        return records.write("{\"verdict\": \"promoted\", \"reasons\": [\"r\"], \"gate_metric\": \"%s\", \"%s\": %s %s}"
                .formatted(metric, metric, value, more));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"below\": 0.8}                       | limit",
                "{\"below\": 0.7}                       |",
                "{\"metric\": \"f1\", \"below\": 0.8}   |",
                "{\"metric\": \"f1\", \"below\": 0.95}  | limit",
                "{\"metric\": \"log_loss\", \"above\": 0.4} | limit",
                "{\"metric\": \"log_loss\", \"above\": 0.6} |",
                "{\"on\": [\"promoted\"]}               | promoted",
                "{\"on\": []}                           |",
            })
    void rulesDecideOnPromotedRuns(String rules, String kind) throws IOException {
        process(records.promoted(0.75, "\"f1\": 0.9, \"log_loss\": 0.5, " + alert(rules)));

        assertThat(slack.alerts().stream().map(alert -> alert.kind().text()))
                .isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @Test
    void rulesCanTurnOffAlertsOnRejectedRuns() throws IOException {
        process(records.write("{\"verdict\": \"rejected\", \"reasons\": [], \"alert\": {\"on\": [\"invalid\"]}}"));

        assertThat(slack.sent()).isEmpty();
    }

    @Test
    void invalidRulesAreReplacedByTheDefaults() throws IOException {
        Version version = process(
                records.write("{\"verdict\": \"rejected\", \"reasons\": 7, \"alert\": {\"on\": 3, \"below\": \"x\","
                        + " \"metric\": [], \"cooldown_minutes\": -5}}"));

        assertThat(slack.sent()).containsExactly("rejected " + version);
    }

    @Test
    void theFirstGoodRunAfterAnAlertIsReported() throws IOException {
        Version good = process(records.promoted(0.9));
        Version bad = process(records.rejected(0.6));
        Version recovered = process(records.promoted(0.9, champion(good, 0.9)));
        process(records.promoted(0.9, champion(recovered, 0.9)));

        assertThat(slack.sent()).containsExactly("rejected " + bad, "recovered " + recovered);
        assertThat(slack.alerts().get(1).sentence())
                .isEqualTo("heart has recovered: version v3"
                        + " is served with roc_auc 0.900 (previous model 0.900). The problem began with v2.");
    }

    @Test
    void aDropIsOverWhenTheMetricIsBackNotWhenItStopsFalling() throws IOException {
        Version good = process(records.promoted(0.90));
        Version fallen = process(records.promoted(0.80, champion(good, 0.8)));
        Version same = process(records.promoted(0.80, champion(fallen, 0.8)));
        Version back = process(records.promoted(0.88, champion(same, 0.8)));

        assertThat(slack.sent()).containsExactly("drop " + fallen, "recovered " + back);
    }

    @Test
    void alertsOfTheSameKindAreSuppressedForAnHour() throws IOException {
        Version first = process(records.rejected(0.6));
        clock.advance(Duration.ofMinutes(59));
        process(records.rejected(0.6));
        clock.advance(Duration.ofMinutes(1));
        Version third = process(records.rejected(0.6));

        assertThat(slack.sent()).containsExactly("rejected " + first, "rejected " + third);
        assertThat(slack.alerts().get(1).sentence())
                .endsWith(" 1 alert of this kind was suppressed since the last message.");
    }

    @Test
    void anAlertOfAnotherKindIsSentImmediately() throws IOException {
        Version first = process(records.rejected(0.6));
        Version second = process(records.invalid("line 1: no"));

        assertThat(slack.sent()).containsExactly("rejected " + first, "invalid " + second);
    }

    @Test
    void rulesSetTheCooldown() throws IOException {
        for (int i = 0; i < 3; i++) {
            process(records.write(
                    "{\"verdict\": \"rejected\", \"reasons\": [], \"alert\": {\"cooldown_minutes\": 0}}"));
        }

        assertThat(slack.sent()).hasSize(3);
    }

    @Test
    void aFailureAfterARecoveryIsReportedImmediately() throws IOException {
        process(records.rejected(0.6));
        process(records.promoted(0.9));
        process(records.rejected(0.6));

        assertThat(slack.alerts().stream().map(alert -> alert.kind().text()))
                .containsExactly("rejected", "recovered", "rejected");
    }

    @Test
    void aLateEventOfAnOldRunCausesAnAlertAndOpensNoProblem() throws IOException {
        Version bad = records.rejected(0.6);
        Version good = records.promoted(0.9);
        Version next = records.promoted(0.9, champion(good, 0.9));

        process(good);
        process(bad);
        process(next);

        assertThat(slack.sent()).containsExactly("rejected " + bad);
    }

    @Test
    void aGoodRunOlderThanTheProblemDoesNotSolveIt() throws IOException {
        Version good = records.promoted(0.9);
        Version bad = records.rejected(0.6);

        process(bad);
        process(good);

        assertThat(slack.sent()).containsExactly("rejected " + bad);
    }

    @Test
    void anAlertSaysWhatToDoAndHowToRollBack() throws IOException {
        Version first = records.promoted(0.90);
        records.archive(first);
        Version second = records.promoted(0.92, champion(first, 0.9));
        process(records.write("""
            {"verdict": "rejected", "reasons": ["roc_auc 0.500 is no better"], "gate_metric": "roc_auc", "roc_auc": 0.5,
             "label": "Embarked", "label_choice": "last", "log_loss": 0.7, "baseline": {"roc_auc": 0.5}, "champion": {"version": "%s", "roc_auc": 0.91}}\
            """.formatted(second)));

        Alert alert = only(slack);
        assertThat(alert.sentence())
                .isEqualTo("The new model of heart, v3, was rejected with roc_auc 0.500 (previous model 0.910). Version"
                        + " v2 is still served. The new model predicts 'Embarked', the last column; to predict"
                        + " another column: dropfit label heart COLUMN.");
        assertThat(alert.advice())
                .isEqualTo(
                        "Check what changed in the dataset. To serve the rejected model anyway: dropfit promote heart "
                                + "v3 --force --why TEXT");
        assertThat(alert.command()).contains("dropfit rollback heart v1 --why TEXT");
        assertThat(alert.dashboard()).contains("https://dash.example.com/heart");
        assertThat(TextTables.aligned(TextTables.figures(alert))).isEqualTo("""
                      new    previous  baseline
            roc_auc   0.500  0.910     0.500
            log_loss  0.700  -         -
            """);
    }

    @Test
    void anInvalidRunSaysWhatIsStillServed() throws IOException {
        Version first = records.promoted(0.9);
        records.archive(first);
        Version second = records.promoted(0.9, champion(first, 0.9));
        new Registry(bucket)
                .promotions()
                .record(
                        HEART,
                        new Promotion(
                                Instant.parse("2026-11-22T08:30:00Z"), null, second.value(), Promotion.Reason.GATE));

        process(records.invalid("line 2: no"));

        assertThat(only(slack).sentence())
                .isEqualTo("The dataset of heart, uploaded at 2026-11-22 08:03 UTC, can't be used. Version v2"
                        + " is still served.");
        assertThat(only(slack).command()).contains("dropfit rollback heart v1 --why TEXT");
    }

    @Test
    void noRollbackIsOfferedToAModelThatIsNotInTheArchive() throws IOException {
        Version first = process(records.promoted(0.9));
        process(records.promoted(0.8, champion(first, 0.8)));

        assertThat(only(slack).command()).isEmpty();
    }

    @Test
    void theNewestFiveRunsAreListed() throws IOException {
        for (int i = 0; i < 7; i++) {
            records.promoted(0.80 + i / 100.0);
        }
        Version bad = process(records.rejected(0.6));
        records.promoted(0.99);

        assertThat(only(slack).runs()).hasSize(5);
        assertThat(only(slack).runs().get(0)).isEqualTo(new Alert.RunLine(bad, "v8", "rejected", "roc_auc", "0.600"));
        assertThat(only(slack).runs().stream().map(Alert.RunLine::value))
                .containsExactly("0.600", "0.860", "0.850", "0.840", "0.830");
    }

    @Test
    void ofManyReasonsTheFirstFiveAreShown() throws IOException {
        Version version = process(records.write(
                "{\"verdict\": \"invalid\", \"reasons\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\"]}"));

        assertThat(only(slack).reasons())
                .containsExactly("a", "b", "c", "d", "e", "and 2 more, in metrics/" + version + ".json");
    }

    @Test
    void aRunWithoutARecordCausesNoAlert() throws IOException {
        process(records.next());

        assertThat(slack.sent()).isEmpty();
        assertThat(bucket.writes()).isEmpty();
    }

    @Test
    void aDamagedRecordCausesNoAlertAndNoRetry() throws IOException {
        Version version = records.next();
        bucket.write("heart/metrics/" + version + ".json", "{\"verdict\": ".getBytes(UTF_8), 0);

        process(version);

        assertThat(slack.sent()).isEmpty();
    }

    @Test
    void aDamagedRecordOfAnEarlierRunIsOmitted() throws IOException {
        Version damaged = records.next();
        bucket.write("heart/metrics/" + damaged + ".json", "{\"verdict\": ".getBytes(UTF_8), 0);
        Version version = process(
                records.write("{\"verdict\": \"rejected\", \"reasons\": [], \"gate_metric\": \"roc_auc\", \"champion\":"
                        + " {\"version\": \""
                        + damaged + "\"}, \"alert\": {\"cooldown_minutes\": 1e300}}"));

        assertThat(only(slack).runs().stream().map(Alert.RunLine::version)).containsExactly(version);
    }

    @Test
    void aFailingDestinationIsRetriedAndOthersGetTheMessageOnce() throws IOException {
        slack.failFor(3);

        process(records.rejected(0.6));

        assertThat(slack.sent()).hasSize(1);
        assertThat(mail.sent()).hasSize(1);
    }

    @Test
    void aDestinationThatStaysDownGetsTheMessageOnTheNextEventAndOthersDoNot() throws IOException {
        slack.failFor(1000);
        Version version = records.rejected(0.6);

        assertThatThrownBy(() -> alerts.process(HEART, version)).isInstanceOf(NotDeliveredException.class);
        assertThat(mail.sent()).hasSize(1);

        slack.failFor(0);
        clock.advance(Duration.ofHours(2));
        alerts.process(HEART, version);

        assertThat(slack.sent()).hasSize(1);
        assertThat(mail.sent()).hasSize(1);
    }

    @Test
    void aDestinationThatRefusesIsRetriedOnTheNextEventOnly() throws IOException {
        slack.refuse(true);
        Version version = records.rejected(0.6);

        Instant before = clock.instant();
        assertThatThrownBy(() -> alerts.process(HEART, version)).hasMessage("slack refuses");
        assertThat(clock.instant()).isEqualTo(before);
        assertThat(mail.sent()).hasSize(1);

        slack.refuse(false);
        alerts.process(HEART, version);
        assertThat(slack.sent()).hasSize(1);
    }

    @Test
    void storedStateIsNotAModel() throws IOException {
        process(records.rejected(0.6));

        assertThat(bucket.list("_alerts/heart/").stream().map(ObjectInfo::name)).hasSize(4);
        assertThat(new Registry(bucket).models()).containsExactly(HEART);
    }

    @Test
    void damagedStateDoesNotPreventAlerts() throws IOException {
        process(records.rejected(0.6));
        ObjectInfo state = bucket.find("_alerts/heart/state.json").orElseThrow();
        bucket.write(state.name(), "{\"told\": {\"x\": {}}, \"last\": {}}".getBytes(UTF_8), state.generation());

        Version version = process(records.rejected(0.6));

        assertThat(slack.sent()).endsWith("rejected " + version).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsInTheTableOfMetrics(Metric metric) throws IOException {
        process(records.write(
                "{\"verdict\": \"rejected\", \"reasons\": [], \"%1$s\": 0.75, \"champion\": {\"version\": \"x\", \"%1$s\": 0.625}, \"baseline\": {\"%1$s\": 0.5}}"
                        .formatted(metric.text())));

        assertThat(TextTables.figures(only(slack)).get(1))
                .containsExactly(metric.text(), metric.format(0.75), metric.format(0.625), metric.format(0.5));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricThatCanBeWatchedIsDocumented(Metric metric) throws IOException {
        assertThat(Path.of("..", "docs", "alerts.md")).content().contains("`" + metric.text() + "`");
    }

    @Test
    void alertsOfEveryKindSayWhatHappenedAndWhatToDo() throws IOException {
        process(records.promoted(0.75, alert("{\"below\": 0.8}")));
        process(records.invalid("line 2: no"));
        process(records.promoted(0.9, alert("{\"on\": [\"promoted\"]}")));
        process(records.promoted(0.9, alert("{\"on\": [\"promoted\"]}")));

        assertThat(slack.alerts().stream().map(Alert::title))
                .containsExactly(
                        "heart: metric beyond its limit",
                        "heart: dataset can't be used",
                        "heart: recovered",
                        "heart: new model served");
        assertThat(slack.alerts().stream().map(Alert::sentence))
                .containsExactly(
                        "roc_auc of heart is 0.750, below the limit of 0.800. Version v1 is served.",
                        "The dataset of heart, uploaded at 2026-11-22 08:02 UTC, can't be used. No model is served"
                                + " yet.",
                        "heart has recovered: version v3" + " is served with roc_auc 0.900. The problem began with v1.",
                        "The new model of heart, v4, is served with roc_auc 0.900.");
        assertThat(slack.alerts().stream().map(Alert::advice))
                .containsExactly(
                        "Check what changed in the dataset. If the new rows are wrong, upload a corrected dataset.",
                        "Correct what the reasons name, then upload the dataset or its settings again.",
                        "No action is needed.",
                        "No action is needed.");
    }

    @Test
    void theAdviceIsToLookAtAColumnThatMayGiveTheLabelAway() throws IOException {
        process(records.write(
                "{\"verdict\": \"promoted\", \"reasons\": [], \"gate_metric\": \"roc_auc\", \"roc_auc\": 1,"
                        + " \"anomalies\": [{\"name\": \"target-leakage\", \"message\": \"column 'refund' may give the"
                        + " label away\", \"lines\": []}], " + alert("{\"on\": [\"promoted\"]}") + "}"));

        assertThat(only(slack).advice())
                .isEqualTo("Before you rely on these metrics: column 'refund' may give the label away.");
    }

    @Test
    void aValueAboveTheLimitOfAnErrorCausesAnAlert() throws IOException {
        process(records.write("{\"verdict\": \"rejected\", \"reasons\": [], \"gate_metric\": \"rmse\", \"rmse\": 12.5, "
                + alert("{\"above\": 10, \"on\": []}") + "}"));

        assertThat(only(slack).sentence())
                .isEqualTo("rmse of heart is 12.5, above the limit of 10. Version v1 was rejected.");
    }

    @Test
    void theStoredObjectsKeepTheirFormat() throws IOException {
        Version version = process(records.rejected(0.6));
        process(records.rejected(0.6));

        assertThat(content("_alerts/heart/" + version + "/decision.json"))
                .isEqualTo(
                        "{\"version\":\"%s\",\"kind\":\"rejected\",\"told\":true,\"untold\":0}\n".formatted(version));
        assertThat(content("_alerts/heart/state.json"))
                .matches("\\{\"last\":\\{\"version\":\"[^\"]+\",\"kind\":\"rejected\",\"told\":false,\"untold\":0\\},"
                        + "\"open\":\\{\"version\":\"" + version + "\",\"reference\":0.0\\},"
                        + "\"told\":\\{\"rejected\":\\{\"at\":\"2026-11-22T09:00:00Z\",\"untold\":1\\}\\}\\}\n");
        assertThat(content("_alerts/heart/" + version + "/slack.json"))
                .matches(
                        "\\{\"by\":\"[0-9a-f-]{36}\",\"until\":\"2026-11-22T09:00:00Z\",\"attempts\":1,\"done\":true\\}\n");
    }

    private String content(String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow()) {
            return new String(object.readAllBytes(), UTF_8);
        }
    }

    private Version process(Version version) throws IOException {
        alerts.process(HEART, version);
        return version;
    }

    private static Alert only(Outbox outbox) {
        assertThat(outbox.alerts()).hasSize(1);
        return outbox.alerts().get(0);
    }
}
