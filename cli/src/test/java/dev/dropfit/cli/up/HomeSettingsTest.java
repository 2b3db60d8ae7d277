package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class HomeSettingsTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final MemoryBucket data = new MemoryBucket(Instant.EPOCH);
    private final HomeSettings settings = new HomeSettings(data);

    private void drop() throws IOException {
        data.write(CHURN.dataset(), Datasets.classes(300, 1).getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
    }

    @Test
    void theDatasetIsReadAsTrainingWouldWithTheseSettings() throws IOException {
        drop();

        FirstDataset found =
                settings.check(CHURN, "{\"columns\": {\"age\": \"ignore\"}}").orElseThrow();

        assertThat(found.label()).isEqualTo("target");
        assertThat(found.problems()).isEmpty();
        assertThat(found.columns().get(0).kind()).startsWith("ignore");
        assertThat(data.find(CHURN.settings())).isEmpty();
    }

    @Test
    void aProblemOfTheSettingsOrOfTheDatasetWithThemIsNamed() throws IOException {
        assertThat(settings.check(CHURN, "{}")).as("without a dataset").isEmpty();
        drop();

        assertThat(settings.check(CHURN, "{\"lable\": \"x\"}")
                        .orElseThrow()
                        .problems()
                        .get(0))
                .contains("lable", "label");
        assertThat(settings.check(CHURN, "{\"label\": \"nothing\"}")
                        .orElseThrow()
                        .problems()
                        .get(0))
                .contains("nothing");
    }

    @Test
    void settingsThatWereChangedMeanwhileAreKept() throws IOException, RefusedException {
        settings.write(CHURN, "{}\n", settings.read(CHURN).generation());
        long seen = settings.read(CHURN).generation();
        settings.write(CHURN, "{\"keep\": 5}\n", seen);

        assertThatThrownBy(() -> settings.write(CHURN, "{\"keep\": 9}\n", seen)).isInstanceOf(RefusedException.class);
        assertThat(settings.read(CHURN).text()).isEqualTo("{\"keep\": 5}\n");
    }
}
