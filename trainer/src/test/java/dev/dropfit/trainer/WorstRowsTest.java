package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.WorstRow;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The rows on which a model is most wrong, from the file to the record. */
class WorstRowsTest {
    private static final String KEEP = ", \"keep_examples\": true";

    private static Training train(String csv, String more) throws Exception {
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read("{\"label\": \"y\", \"columns\": {\"name\": \"ignore\"}" + more + "}"));
        return Training.of(LinearDataset.of(dataset), RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    private static String numbers() {
        Random random = new Random(1);
        return Tables.csv("name,x,town,y", 1000, row -> {
            double x = Math.rint(100 * random.nextDouble());
            // In a hundred rows, somebody has typed two more zeros.
            double y = (5 * x + random.nextGaussian()) * (row % 10 == 7 ? 100 : 1);
            return "ada-" + row + "," + x + "," + (row % 2 == 0 ? "oslo" : "") + "," + y;
        });
    }

    private static String classes() {
        Random random = new Random(2);
        return Tables.csv("name,x,town,y", 1000, row -> {
            double x = random.nextGaussian();
            return "ada-" + row + "," + x + ",oslo," + (x + random.nextGaussian() / 3 > 0 ? "yes" : "no");
        });
    }

    @Test
    void withoutTheSettingNoRowIsKept() throws Exception {
        assertThat(train(classes(), "").record().model().worstRows()).isEmpty();
        assertThat(train(classes(), ", \"keep_examples\": false")
                        .record()
                        .toJson()
                        .has("worst_rows"))
                .isFalse();
    }

    @Test
    void ofNumbersTheRowsWithTheLargestErrorsAreKept() throws Exception {
        String csv = numbers();
        List<WorstRow> rows = train(csv, KEEP).record().model().worstRows();

        assertThat(rows).hasSize(20);
        List<String> lines = csv.lines().toList();
        IntFunction<String[]> cells = line -> lines.get(line - 1).split(",", -1);
        for (WorstRow row : rows) {
            String[] cell = cells.apply((int) row.line());
            assertThat(Double.parseDouble(row.actual())).isEqualTo(Double.parseDouble(cell[3]));
            assertThat(Double.parseDouble(row.actual()) - row.error())
                    .isCloseTo(Double.parseDouble(row.predicted()), within(1.0));
            assertThat(Double.parseDouble(row.values().get("x"))).isEqualTo(Double.parseDouble(cell[1]));
            assertThat(row.values().containsKey("town")).isEqualTo(!cell[2].isEmpty());
        }
        assertThat(rows).extracting(row -> -Math.abs(row.error())).isSorted();
        assertThat(rows.get(0).error()).isGreaterThan(30_000);
    }

    @Test
    void ofClassesTheRowsWithTheLowestProbabilityOfTheirLabelAreKept() throws Exception {
        List<WorstRow> rows = train(classes(), KEEP).record().model().worstRows();

        assertThat(rows).hasSize(20).extracting(row -> -row.error()).isSorted();
        assertThat(rows.get(0).error()).isBetween(0.5, 1.0);
        assertThat(rows.get(0).actual()).isNotEqualTo(rows.get(0).predicted());
    }

    @Test
    void columnsThatTheModelDoesNotUseAreNotKept() throws Exception {
        assertThat(train(classes(), KEEP).record().model().worstRows())
                .allSatisfy(row -> assertThat(row.values()).doesNotContainKeys("name", "y"));
    }

    @Test
    void theModelFileHasNoRows() throws Exception {
        Training training = train(numbers(), KEEP);

        assertThat(RunRecord.of(ModelFile.read(training.file())).model().worstRows())
                .isEmpty();
        assertThat(training.file()).isEqualTo(train(numbers(), "").file());
    }

    @Test
    void theRecordIsReadAsItWasWritten() throws Exception {
        RunRecord record = train(numbers(), KEEP).record();

        assertThat(RunRecord.read(record.toJson()).model().worstRows())
                .isEqualTo(record.model().worstRows());
    }
}
