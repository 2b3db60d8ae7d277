package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.workbook.Xlsx;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.change.FirstAnswer;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeFirstDropsTest {
    private static final ModelName CHURN = new ModelName("churn");

    @TempDir
    private Path folder;

    private Home home;
    private FirstDrops drops;

    @BeforeEach
    void openTheHome() throws Exception {
        home = Home.open(folder);
        Bucket data = new DirectoryBucket(home.data(), Clock.systemUTC());
        Registry registry = new Registry(new DirectoryBucket(home.models(), Clock.systemUTC()));
        drops = new HomeOperations(
                        home,
                        data,
                        new HomeComparisons(data, registry),
                        RunsUnderWay.followed(Clock.systemUTC()),
                        List::of,
                        Optional.empty())
                .firstDrops()
                .orElseThrow();
    }

    @AfterEach
    void closeTheHome() throws Exception {
        home.close();
    }

    private void keep(String csv) throws Exception {
        drops.keep(CHURN, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFirstDatasetWaitsOutsideTheDataFolderAndIsReadAsTrainingWould() throws Exception {
        keep(Datasets.classes(300, 1));

        FirstDataset found = drops.look(CHURN, FirstAnswer.NONE).orElseThrow();

        assertThat(folder.resolve("data/churn")).doesNotExist();
        assertThat(found.label()).isEqualTo("target");
        assertThat(found.labelReason()).isEqualTo("because of its name");
        assertThat(found.task()).isEqualTo("classes, because it contains text");
        assertThat(found.columns())
                .containsExactly(
                        new FirstDataset.Column("age", "numeric, numbers"),
                        new FirstDataset.Column("colour", "categorical, text"),
                        new FirstDataset.Column("target", ""));
        assertThat(drops.look(CHURN, new FirstAnswer(Optional.of("colour"), Map.of()))
                        .orElseThrow()
                        .label())
                .isEqualTo("colour");
    }

    @Test
    void aDatasetThatCanNotBeUsedWithItsLabelMayBeUsedWithAnother() throws Exception {
        keep("a,b,target\n1,2,x\n2,3,x\n3,5,x\n");

        FirstDataset found = drops.look(CHURN, FirstAnswer.NONE).orElseThrow();

        assertThat(found.problems()).hasSize(1);
        assertThat(found.problems().get(0)).contains("the label has only one value");
        assertThat(found.columns()).extracting(FirstDataset.Column::name).containsExactly("a", "b", "target");
    }

    @Test
    void aDatasetWhoseLastColumnTurnsOutToBeTheSameInAllRowsIsReadAgain() throws Exception {
        keep("size,sold,licence\n" + "3,2,Open\n4,1,Open\n5,7,Open\n".repeat(400));

        assertThat(drops.look(CHURN, FirstAnswer.NONE).orElseThrow().label()).isEqualTo("sold");
    }

    @Test
    void theKindsOfAnAnswerAreUsedAndAKindThatDoesNotFitIsAProblem() throws Exception {
        keep(Datasets.classes(300, 1));

        FirstDataset ignored = drops.look(CHURN, new FirstAnswer(Optional.of("target"), Map.of("colour", "ignore")))
                .orElseThrow();
        FirstDataset wrong = drops.look(CHURN, new FirstAnswer(Optional.of("target"), Map.of("colour", "numeric")))
                .orElseThrow();

        assertThat(ignored.columns().get(1).kind()).startsWith("ignore, ");
        assertThat(wrong.problems()).isNotEmpty();
        assertThat(wrong.columns()).hasSize(3);
    }

    @Test
    void ofALargeDatasetTheFirstRowsAreShown() throws Exception {
        StringBuilder csv = new StringBuilder("a,note,target\n");
        for (int i = 0; csv.length() < 36 << 20; i++) {
            csv.append(i % 97)
                    .append(",\"two\nlines, ")
                    .append("x".repeat(200))
                    .append(i % 3)
                    .append("\",")
                    .append(i % 2)
                    .append('\n');
        }
        keep(csv.toString());

        FirstDataset found = drops.look(CHURN, FirstAnswer.NONE).orElseThrow();

        assertThat(found.problems()).isEmpty();
        assertThat(found.notes().get(0))
                .matches("this page shows the first \\d+,\\d+ rows; training reads the whole file, and may find more");
        drops.take(CHURN, FirstAnswer.NONE);
        assertThat(Files.size(folder.resolve("data/churn/dataset.csv"))).isEqualTo(csv.length());
    }

    @Test
    void aWorkbookIsAskedAboutAndStoredAsCsv() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String line : Datasets.classes(300, 1).lines().toList()) {
            rows.append("<row>");
            for (String cell : line.split(",", -1)) {
                rows.append("<c t=\"inlineStr\"><is><t>").append(cell).append("</t></is></c>");
            }
            rows.append("</row>");
        }
        Path book = new Xlsx().sheet("Customers", rows.toString()).write(folder.resolve("book.xlsx"));
        try (InputStream content = Files.newInputStream(book)) {
            drops.keep(CHURN, content);
        }
        Files.delete(book);

        FirstDataset found = drops.look(CHURN, FirstAnswer.NONE).orElseThrow();
        drops.take(CHURN, FirstAnswer.NONE);

        assertThat(found.label()).isEqualTo("target");
        assertThat(found.notes()).contains("the rows come from the sheet 'Customers' of an Excel workbook");
        assertThat(folder.resolve("data/churn/dataset.csv")).content().startsWith("age,");
    }

    @Test
    void theAnswerIsWrittenBeforeTheDataset() throws Exception {
        keep(Datasets.classes(300, 1));
        assertThat(drops.isFirst(CHURN)).isTrue();

        drops.take(CHURN, new FirstAnswer(Optional.of("colour"), Map.of()));

        assertThat(Files.readString(folder.resolve("data/churn/dropfit.json"))).isEqualTo("{\"label\":\"colour\"}\n");
        assertThat(folder.resolve("data/churn/dataset.csv")).exists();
        assertThat(drops.isFirst(CHURN)).isFalse();
        assertThat(drops.look(CHURN, FirstAnswer.NONE)).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "models", "up.lock");
        }
    }
}
