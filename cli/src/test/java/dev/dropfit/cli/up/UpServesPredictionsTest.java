package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a dropped file to a prediction over HTTP, through both functions. */
class UpServesPredictionsTest {
    @TempDir
    private Path home;

    @Test
    void theSuggestedRequestWorks() throws IOException, InterruptedException {
        Path data = Files.createDirectories(home.resolve("data/churn"));
        Files.writeString(data.resolve("dataset.csv"), Datasets.classes(400, 1));

        try (UpProcess up = UpProcess.start(home)) {
            Matcher suggested = up.await("try: curl -s (\\S+) -H 'Content-Type: application/json' -d '(.*)'\n");
            String json = suggested.group(2).replace("'\\''", "'");

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(suggested.group(1)))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"prediction\"", "\"probabilities\"", "\"model\"", "churn");
        }
    }

    @Test
    void aFileDroppedWithItsFirstDatasetGetsThePredictionsOfTheCommand() throws IOException, InterruptedException {
        Path data = Files.createDirectories(home.resolve("data/churn/batch"));
        Path rows = Files.writeString(data.resolve("may.csv"), Datasets.classes(50, 2));
        Files.writeString(data.resolve("bad.csv"), "shoe\n42\n");
        Files.writeString(data.resolve("my rows.csv"), "age\n42\n");
        Files.writeString(data.resolveSibling("dataset.csv"), Datasets.classes(400, 1));

        try (UpProcess up = UpProcess.start(home)) {
            up.await("data/churn/batch/my rows.csv is not scored: rename it to my-rows.csv");
            up.await("not scored: batch/bad.csv: .*the header does not have the columns .*, which the model needs");
            up.await("scored: batch/may.csv, 50 rows by v1\n    predictions in models/churn/predictions/may.csv");
        }

        Path models = home.resolve("models/churn");
        CommandRun predicted =
                CommandRun.of("predict", models.resolve("models/latest.zip").toString(), rows.toString());
        assertThat(models.resolve("predictions/may.csv")).hasContent(predicted.out());
        assertThat(models.resolve("predictions/bad.csv")).doesNotExist();
        assertThat(models.resolve("predictions/bad.json")).content().contains("\"status\": \"failed\"");

        try (UpProcess again = UpProcess.start(home)) {
            again.await("churn  serving ");
            assertThat(again.output()).doesNotContain("batch/may.csv");
        }
    }
}
