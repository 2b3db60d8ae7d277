package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

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
}
