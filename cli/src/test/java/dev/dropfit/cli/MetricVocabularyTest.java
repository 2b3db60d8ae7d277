package dev.dropfit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.dropfit.core.Figures;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.alert.Alerts;
import dev.dropfit.monitor.alert.decision.AlertKind;
import dev.dropfit.monitor.alert.delivery.Destination;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.TextTables;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.trainer.TrainingRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric works wherever metrics are used: a new one needs a constant in {@link Metric} and its function, nothing else. */
class MetricVocabularyTest {
    private static final ModelName MODEL = new ModelName("heart");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path folder;

    /** By the calibration error no model is better than the baseline. */
    @ParameterizedTest
    @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "CALIBRATION_ERROR")
    void theGateJudgesByItAndTheRecordHasIt(Metric metric) throws IOException {
        RunRecord record = train(metric, "{\"gate\":{\"metric\":\"" + metric.text() + "\"}}");

        assertThat(record.promoted()).as(record.reasons().toString()).isTrue();
        assertThat(record.reasons().get(0)).startsWith(metric.text() + " " + metric.format(record.metric(metric)));
        assertThat(record.model().gateMetric()).contains(metric);
        assertThat(record.metric(metric)).isFinite();
        assertThat(record.baselineMetrics().has(metric)).isTrue();
        assertThat(record.toJson().get(metric.text()).getAsDouble()).isEqualTo(record.metric(metric));
    }

    private static String settings(Metric metric, String more) {
        String gate = metric.judges() ? "\"metric\":\"" + metric.text() + "\"" : "";
        return "{\"gate\":{" + gate + "}" + more + "}";
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void alertsWatchIt(Metric metric) throws IOException {
        // No value is as good as this limit.
        String limit = metric.higherIsBetter() ? "\"below\": 1000" : "\"above\": -1";
        RunRecord record = train(metric, "{\"alert\":{\"metric\":\"" + metric.text() + "\", " + limit + "}}");
        List<Alert> sent = new ArrayList<>();
        Destination destination = new Destination() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void send(Alert alert) {
                sent.add(alert);
            }
        };

        try (Bucket models = models()) {
            new Alerts(models, List.of(destination), Optional.empty(), CLOCK, Retries.within(Duration.ZERO))
                    .process(MODEL, new Version(record.origin().version()));
        }

        Alert alert = sent.get(0);
        assertThat(alert.kind()).isEqualTo(AlertKind.LIMIT);
        assertThat(alert.sentence()).contains(metric.format(record.metric(metric)));
        assertThat(TextTables.figures(alert))
                .anySatisfy(row -> assertThat(row)
                        .startsWith(
                                metric.text(),
                                record.model().holdout().metrics().text(metric))
                        .endsWith(metric.format(record.baselineMetrics().of(metric))));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theCommandLineReportsIt(Metric metric) throws IOException {
        RunRecord record = train(metric, settings(metric, ""));
        Metric judged = record.model().gateMetric().orElseThrow();
        String value = judged.text() + " " + judged.format(record.metric(judged));
        String url = folder.resolve("models").toUri().toString();
        Path csv = folder.resolve("dataset.csv");
        Files.writeString(csv, dataset(metric));

        CommandRun table = CommandRun.of("models", MODEL.value(), "--models", url);
        CommandRun json = CommandRun.of("models", MODEL.value(), "--models", url, "--json");
        CommandRun trained = CommandRun.of(
                "train", csv.toString(), "--out", folder.resolve("model.zip").toString());

        assertThat(table.out()).contains(value);
        assertThat(JsonParser.parseString(json.out())
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get(metric.text())
                        .getAsDouble())
                .isEqualTo(record.metric(metric));
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).containsPattern("(?m)^ *" + metric.text() + " +[0-9]");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theDashboardShowsIt(Metric metric) throws IOException {
        RunRecord first = train(metric, settings(metric, ""));
        train(metric, settings(metric, ",\"output\":\"prediction2\""));

        String page;
        try (Bucket models = models()) {
            page = new String(
                    new Dashboard(new Registry(models), Optional.empty(), "", CLOCK)
                            .respond(PageRequest.of(
                                    "GET",
                                    "/" + MODEL,
                                    Optional.of("metric=" + metric.text()),
                                    name -> Optional.empty(),
                                    () -> new ByteArrayInputStream(new byte[0])))
                            .body(),
                    StandardCharsets.UTF_8);
        }

        assertThat(page)
                .contains(metric.label() + " over versions")
                .contains(Figures.typographic(metric.format(first.metric(metric))))
                .contains("?metric=" + metric.text());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theDocumentationNamesIt(Metric metric) throws IOException {
        String key = "`" + metric.text() + "`";

        assertThat(line("README.md", "| `gate.metric` |")).contains(key);
        assertThat(line("docs/alerts.md", "| `metric` |")).contains(key);
    }

    private static String line(String file, String start) throws IOException {
        return Files.readString(ROOT.resolve(file))
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    /** Trains on a dataset of the metric's task with these settings. */
    private RunRecord train(Metric metric, String settings) throws IOException {
        try (Bucket data = Buckets.open(folder.resolve("data").toUri().toString());
                Bucket models = models()) {
            // A linear model is fitted in a moment.
            String learner = metric.classification() ? "logistic-regression" : "linear-regression";
            write(data, MODEL.settings(), "{\"learner\":\"" + learner + "\"," + settings.substring(1));
            write(data, MODEL.dataset(), dataset(metric));
            TrainingRun runs =
                    new TrainingRun(data, new Registry(models), "test", CLOCK, Retries.within(Duration.ofSeconds(1)));
            return ((TrainingRun.Result.Ended) runs.run(MODEL, OptionalLong.empty())).record();
        }
    }

    private static void write(Bucket data, String name, String content) throws IOException {
        long present = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(name, content.getBytes(StandardCharsets.UTF_8), present);
    }

    private Bucket models() throws IOException {
        return Buckets.open(folder.resolve("models").toUri().toString());
    }

    private static String dataset(Metric metric) {
        return metric.classification() ? Datasets.classes(300, 1) : Datasets.numbers(300, 1);
    }
}
