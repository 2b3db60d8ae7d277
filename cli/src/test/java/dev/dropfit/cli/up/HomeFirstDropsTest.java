package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
        drops = new HomeOperations(home, new DirectoryBucket(home.data(), Clock.systemUTC()), RunsUnderWay.followed())
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

        FirstDataset found = drops.look(CHURN, Optional.empty()).orElseThrow();

        assertThat(folder.resolve("data/churn")).doesNotExist();
        assertThat(found.label()).isEqualTo("target");
        assertThat(found.labelReason()).isEqualTo("because of its name");
        assertThat(found.task()).isEqualTo("classes, because it contains text");
        assertThat(found.columns())
                .containsExactly(
                        new FirstDataset.Column("age", "numeric, numbers"),
                        new FirstDataset.Column("colour", "categorical, text"),
                        new FirstDataset.Column("target", ""));
        assertThat(drops.look(CHURN, Optional.of("colour")).orElseThrow().label())
                .isEqualTo("colour");
    }

    @Test
    void aDatasetThatCanNotBeUsedWithItsLabelMayBeUsedWithAnother() throws Exception {
        keep("a,b,target\n1,2,x\n2,3,x\n3,5,x\n");

        FirstDataset found = drops.look(CHURN, Optional.empty()).orElseThrow();

        assertThat(found.problems()).hasSize(1);
        assertThat(found.problems().get(0)).contains("the label has only one value");
        assertThat(found.columns()).extracting(FirstDataset.Column::name).containsExactly("a", "b", "target");
    }

    @Test
    void theAnswerIsWrittenBeforeTheDataset() throws Exception {
        keep(Datasets.classes(300, 1));
        assertThat(drops.isFirst(CHURN)).isTrue();

        drops.take(CHURN, Optional.of("{\"label\":\"colour\"}"));

        assertThat(Files.readString(folder.resolve("data/churn/dropfit.json"))).isEqualTo("{\"label\":\"colour\"}");
        assertThat(folder.resolve("data/churn/dataset.csv")).exists();
        assertThat(drops.isFirst(CHURN)).isFalse();
        assertThat(drops.look(CHURN, Optional.empty())).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "models", "up.lock");
        }
    }
}
