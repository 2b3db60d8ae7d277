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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's own ids, from its requests over stored scores and a file of labels to the live metric, through all functions. */
class ClientIdsJoinLabelsTest {
    private static final int ROWS = 60;

    @TempDir
    private Path home;

    @Test
    void labelsByTheIdsOfTheClientGiveTheLiveMetric() throws Exception {
        Path data = Files.createDirectories(home.resolve("data/churn"));
        Files.writeString(data.resolve("dataset.csv"), Datasets.classes(400, 1));
        List<String> rows = Datasets.classes(ROWS, 2)
                .lines()
                .skip(1)
                .map(row -> row.replace("it's ", ""))
                .toList();

        try (UpProcess up = UpProcess.start(home, Map.of("DROPFIT_LIVE_SCORES", "true", "DROPFIT_LIVE_SECONDS", "1"))) {
            String url = up.await("try: curl -s (\\S+) -H").group(1);
            // Single rows, then a CSV of the others, of which one can't be used.
            for (int row = 0; row < ROWS / 2; row++) {
                send(url, "order-" + row, "age,colour,target\n" + rows.get(row) + "\n");
            }
            List<String> others = rows.subList(ROWS / 2, ROWS);
            send(url + "?on_error=row", "rest", "age,colour,target\nold,blue,no\n" + String.join("\n", others) + "\n");
            awaitScores(home.resolve("live/churn"));
            StringBuilder labels = new StringBuilder("prediction_id,target\n");
            for (int row = 0; row < ROWS; row++) {
                String id = row < ROWS / 2 ? "order-" + row : "rest#" + (row - ROWS / 2 + 2);
                labels.append(id)
                        .append(',')
                        .append(rows.get(row).split(",", -1)[2])
                        .append('\n');
            }
            Files.writeString(data.resolve("labels.csv"), labels);

            up.await("labels read: labels.csv\n    v1: 60 rows, roc_auc ");
        }

        CommandRun live = CommandRun.of("live", "churn", "--home", home.toString());
        assertThat(live.out()).contains("What came true").contains("v1: roc_auc ");
        CommandRun feedback = CommandRun.of("feedback", "churn", "--home", home.toString());
        assertThat(feedback.out()).contains("churn/labels.csv is left out: the file lacks ");
    }

    private static void send(String url, String id, String csv) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "text/csv")
                                .header("X-Prediction-Id", id)
                                .POST(HttpRequest.BodyPublishers.ofString(csv))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** Waits until the scores of all rows are stored. */
    private static void awaitScores(Path live) throws IOException, InterruptedException {
        for (int look = 0; look < 600; look++) {
            long lines = 0;
            if (Files.isDirectory(live)) {
                try (var files = Files.walk(live)) {
                    for (Path file : files.filter(path -> path.toString().contains("/scores/")
                                    && path.toString().endsWith(".csv"))
                            .toList()) {
                        lines += Files.readAllLines(file).size();
                    }
                }
            }
            if (lines == ROWS) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The scores of " + ROWS + " rows were not stored");
    }
}
