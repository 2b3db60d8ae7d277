package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.UnusableLabelException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTrialsTest {
    private static final int ROWS = 1200;

    private final AtomicInteger reads = new AtomicInteger();

    /** A table whose last columns can't be predicted, which the first rows do not show. */
    private static String csv(String last, IntFunction<String> value) {
        return Tables.csv(
                "size,sold," + last, ROWS, row -> row % 30 + "," + (100 + row * 7 % 230) + "," + value.apply(row));
    }

    private Dataset read(String csv, LabelRule first, Settings settings) throws Exception {
        return LabelTrials.read(first, labels -> {
            reads.incrementAndGet();
            return Dataset.read(
                    new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                    settings,
                    labels,
                    OptionalLong.empty());
        });
    }

    private Dataset read(String csv) throws Exception {
        return read(csv, LabelRule.NONE, Settings.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "licence | has only one value, 'Open', in all 1200 rows",
                "paid    | has only one value, '7.5', in all 1200 rows",
                "title   | has 300 different values, and classification accepts at most 200",
                "remark  | is missing in 800 of 1200 rows",
                "species | has only one value, 'cat', in all 1200 rows",
            })
    void aGuessedLabelThatCanNotBePredictedIsLeftForTheNextColumn(String last, String why) throws Exception {
        IntFunction<String> value = switch (last) {
            case "licence" -> row -> "Open";
            case "paid" -> row -> "7.5";
            case "title" -> row -> "Title " + (row < 600 ? row % 50 : row % 300);
            case "remark" -> row -> row < 400 ? "good" + row % 2 : "";
            default -> row -> "cat";
        };

        Dataset dataset = read(csv(last, value));

        assertThat(dataset.schema().label()).isEqualTo("sold");
        assertThat(dataset.schema().notes())
                .contains("'" + last + "' " + why
                        + "; so 'sold' is predicted instead; to predict another column, set label in dropfit.json");
        assertThat(reads).hasValue(2);
    }

    @Test
    void theSameRowsAreHeldOutAsIfTheLabelWereSet() throws Exception {
        String csv = csv("remark", row -> row < 400 ? "good" + row % 2 : "");

        Dataset guessed = read(csv);
        Dataset set = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read("{\"label\": \"sold\"}"));

        assertThat(guessed.table().rows()).isEqualTo(ROWS).isEqualTo(set.table().rows());
        assertThat(guessed.table().shares())
                .containsExactlyElementsOf(set.table().shares());
        assertThat(guessed.split().count(guessed.table(), true))
                .isEqualTo(set.split().count(set.table(), true));
    }

    @Test
    void severalColumnsAreLeft() throws Exception {
        Dataset dataset = read(csv("office,licence", row -> "2024,Open"));

        assertThat(dataset.schema().label()).isEqualTo("sold");
        assertThat(dataset.schema().notes())
                .contains("'licence' has only one value, 'Open', in all 1200 rows; 'office' has only one value, '2024',"
                        + " in all 1200 rows; so 'sold' is predicted instead; to predict another column, set label"
                        + " in dropfit.json");
    }

    @Test
    void aChosenLabelOrOneThatSaysThatItIsTheLabelIsRefused() {
        String csv = csv("licence", row -> "Open");
        LabelRule previous = new LabelRule(Optional.empty(), Optional.of("licence"));
        LabelRule set = new LabelRule(Optional.of("licence"), Optional.empty());

        assertThatThrownBy(() -> read(csv, previous, Settings.NONE))
                .hasMessageContaining("'licence': the label has only");
        assertThatThrownBy(() -> read(csv, set, Settings.NONE)).hasMessageContaining("'licence': the label has only");
        assertThatThrownBy(() -> read(csv("target", row -> "no"))).hasMessageContaining("'target': the label has only");
        assertThat(reads).hasValue(3);
    }

    @Test
    void aFileWithoutAnyColumnToPredictIsRefusedBecauseOfTheFirstOne() {
        String csv = Tables.csv("a,b,c,d,e,f", ROWS, row -> "1,2,3,4,5,6");

        assertThatThrownBy(() -> read(csv))
                .isInstanceOf(UnusableLabelException.class)
                .hasMessageStartingWith("column 'f': the label has only one value");
        assertThat(reads).hasValue(4);
    }

    @Test
    void aRunReadsTheStoredDatasetAgain() throws Exception {
        ModelName sales = new ModelName("sales");
        MemoryBucket data = new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z"));
        Registry registry = new Registry(new MemoryBucket(Instant.parse("2026-11-26T08:00:00Z")));
        data.write(
                sales.settings(),
                "{\"learner\": \"linear-regression\"}".getBytes(StandardCharsets.UTF_8),
                Bucket.ABSENT);
        data.write(sales.dataset(), csv("paid", row -> "7.5").getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        TrainingRun.Result result = new TrainingRun(
                        data, registry, "revision", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(sales, OptionalLong.empty());

        assertThat(result).isInstanceOf(TrainingRun.Result.Ended.class);
        RunRecord record = ((TrainingRun.Result.Ended) result).record();
        assertThat(record.model().anomalies())
                .extracting(Anomaly::message)
                .contains(
                        "'paid' has only one value in all 1200 rows; so 'sold' is predicted instead; to predict another"
                                + " column, set label in dropfit.json");
    }
}
