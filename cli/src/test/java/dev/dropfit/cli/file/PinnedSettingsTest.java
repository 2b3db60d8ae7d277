package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that {@code dropfit check} prints. */
class PinnedSettingsTest {
    @TempDir
    private Path folder;

    private JsonObject settings(String csv, String config) throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), csv);
        Path settings = Files.writeString(folder.resolve("config.json"), config);
        CommandRun run = CommandRun.of("check", file.toString(), "--config", settings.toString(), "--json");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        return JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonObject("settings");
    }

    @Test
    void everySettingThatWasGivenIsKept() throws IOException {
        String given = """
            {"label": "target", "output": "bought", "labels": {"no": "No thanks", "yes": "Yes please"},
             "positive": "no", "columns": {"age": "numeric", "colour": "categorical"},
             "learner": "gradient-boosting", "holdout": 0.25,
             "gate": {"metric": "f1", "threshold": 0.5, "max_regression": 0.01, "min_holdout_rows": 20},
             "alert": {"metric": "roc_auc", "below": 0.8, "on": ["rejected"], "drop": 0.1, "cooldown_minutes": 5},
             "keep": 30, "keep_examples": true}
            """;

        assertThat(settings(Datasets.classes(300, 1), given))
                .isEqualTo(JsonParser.parseString(given).getAsJsonObject());
    }

    @Test
    void whatWasNotGivenIsInferredOrLeftOut() throws IOException {
        assertThat(settings(Datasets.classes(300, 1), "{}")).isEqualTo(JsonParser.parseString("""
            {"label": "target", "output": "prediction", "positive": "yes",
             "columns": {"age": "numeric", "colour": "categorical"},
             "learner": "auto", "holdout": 0.2, "gate": {"metric": "roc_auc"}}
            """));
    }

    @Test
    void aDateColumnWithStrayTextsIsLeftOut() throws IOException {
        StringBuilder csv = new StringBuilder("clean,stray,target\n");
        for (int i = 0; i < 300; i++) {
            String date = "2026-%02d-%02d".formatted(1 + i % 12, 1 + i % 28);
            csv.append(date)
                    .append(',')
                    .append(i == 7 ? "some day" : date)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }

        assertThat(settings(csv.toString(), "{}").getAsJsonObject("columns").keySet())
                .containsExactly("clean");
    }
}
