package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.cli.CommandRun;
import dev.dropfit.cli.Datasets;
import dev.dropfit.cli.console.CommandFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
    @TempDir
    private Path folder;

    private Path home = Path.of("");

    @BeforeEach
    void nameHome() {
        home = folder.resolve("a home");
    }

    private void drop(String model, String csv) throws IOException {
        Path data = home.resolve("data").resolve(model);
        Files.createDirectories(data);
        Path written = Files.writeString(folder.resolve("written.csv"), csv);
        Files.move(written, data.resolve("dataset.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path latest(String model) {
        return home.resolve("models").resolve(model).resolve("models/latest.zip");
    }

    @Test
    void aDroppedDatasetIsTrainedAndItsVerdictPrinted() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            up.await("get predictions from http://localhost:\\d+/");

            drop("churn", Datasets.classes(400, 1));

            up.await("churn  dropped: dataset.csv, [\\d.,]+ (bytes|kB)");
            up.await("churn  promoted in .* trained on \\d+ rows");
            up.await("roc_auc 0\\.\\d+ \\(0\\.\\d+ to [01]\\.\\d+, baseline 0\\.500\\)");
            up.await("serving v1 at http://localhost:\\d+/churn");
            up.await("try: curl -s http://localhost:\\d+/churn .* -d '\\{\"age\":[\\d.]+,\"colour\":\".*\"\\}'");
            assertThat(latest("churn")).isNotEmptyFile();
        }
    }

    @Test
    void stoppingIsSuccess() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            up.await("Dropfit is up");

            up.stop();

            assertThat(up.status()).isZero();
            assertThat(up.output()).doesNotContain("Exception");
        }
    }

    @Test
    void aSecondProcessOnTheSameHomeFails() throws IOException, InterruptedException {
        try (UpProcess first = UpProcess.start(home)) {
            first.await("Dropfit is up");
            try (UpProcess second = UpProcess.start(home)) {
                assertThat(second.status()).isEqualTo(1);
                assertThat(second.output().lines())
                        .singleElement()
                        .asString()
                        .startsWith("dropfit: another 'dropfit up' uses " + home);
            }
        }
    }

    @Test
    void aPortInUseIsNamed() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                UpProcess up = UpProcess.start(home, "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output().lines())
                    .singleElement()
                    .asString()
                    .startsWith("dropfit: port " + taken.getLocalPort() + " is in use")
                    .endsWith("choose another with --port");
        }
    }

    @Test
    void aHomeThatCanNotBeWrittenToIsNamed() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (UpProcess up = UpProcess.start(file.resolve("home"))) {
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output())
                    .isEqualTo("dropfit: can't create or write to the folder " + file.resolve("home")
                            + "; choose another with --home\n");
        }
    }

    @Test
    void aTrainingThatIsKilledContinuesAtTheNextStart() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            up.await("Dropfit is up");
            drop("churn", Datasets.classes(200_000, 1));
            up.await("churn  dropped");
            up.kill();
        }

        try (UpProcess up = UpProcess.start(home)) {
            up.await("churn  (promoted in|serving)");
        }

        try (UpProcess up = UpProcess.start(home)) {
            up.await("churn  serving v1 at");
            assertThat(up.output()).doesNotContain("dropped").doesNotContain("promoted");
        }
    }

    @Test
    void anInvalidDatasetChangesNothingThatIsServed() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            drop("churn", Datasets.classes(400, 1));
            up.await("churn  promoted");
            byte[] before = Files.readAllBytes(latest("churn"));

            drop("churn", "age,colour,target\n1,blue,yes\n2,red\n");

            up.await("churn  invalid in .*\n"
                    + " +reason: line 3: found 2 cells, the header has 3; add the missing cells, empty where a"
                    + " value is not known\n"
                    + " +serving ");
            assertThat(latest("churn")).hasBinaryContent(before);
        }
    }

    @Test
    void aDropIsTrainedOnceTheModelBucketIsAvailableAgain() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            drop("churn", Datasets.classes(400, 1));
            up.await("churn  promoted");
            Path models = home.resolve("models");
            Path away = Files.move(models, home.resolve("away"));
            Files.writeString(models, "in the way");

            drop("churn", Datasets.classes(500, 2));

            up.await("churn  not trained yet: .*; next attempt in 1 s");
            Files.delete(models);
            Files.move(away, models);
            up.await("(?s)next attempt.*churn  (promoted|rejected) in");
            assertThat(up.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void deletedModelsAreTrainedAgain() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            drop("churn", Datasets.classes(400, 1));
            up.await("churn  promoted");

            deleteTree(home.resolve("models"));

            up.await("models was deleted and is created again; every dataset is trained again");
            up.await("(?s)created again.*churn  promoted");
            assertThat(latest("churn")).isNotEmptyFile();
        }
    }

    @Test
    void deletedDataIsReportedAndDatasetsCanBeDroppedAgain() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home)) {
            up.await("Dropfit is up");

            deleteTree(home.resolve("data"));

            up.await("data was deleted and is created again; drop your datasets again");
            drop("churn", Datasets.classes(400, 1));
            up.await("churn  promoted");
        }
    }

    /** Deletes a folder while the process may write to it. */
    private static void deleteTree(Path tree) throws IOException, InterruptedException {
        Process rm =
                new ProcessBuilder("rm", "-rf", tree.toString()).inheritIO().start();
        assertThat(rm.waitFor()).isZero();
    }

    @Test
    void aWrongPortIsWrongUsage() {
        CommandRun run = CommandRun.of("up", "--home", home.toString(), "--port", "70000");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("dropfit: --port is 70000; accepted are 0 to 65535");
    }

    @Test
    void anUnknownHostIsWrongUsage() {
        CommandRun run = CommandRun.of("up", "--home", home.toString(), "--host", "no such host");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("dropfit: --host is no such host, which is not known; accepted are");
    }

    @Test
    void predictionsAreServedAtTheGivenHost() throws IOException, InterruptedException {
        try (UpProcess up = UpProcess.start(home, "--port", "0", "--host", "127.0.0.2", "--dashboard-port", "0")) {
            int port = Integer.parseInt(up.await("get predictions from http://(127\\.0\\.0\\.2):(\\d+)/")
                    .group(2));

            assertThatCode(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aDashboardPortInUseIsNamedByItsOption() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0);
                UpProcess up = UpProcess.start(
                        home, "--port", "0", "--dashboard-port", Integer.toString(taken.getLocalPort()))) {
            assertThat(up.status()).isEqualTo(1);
            assertThat(up.output())
                    .startsWith("dropfit: port " + taken.getLocalPort() + " is in use")
                    .endsWith("choose another with --dashboard-port\n");
        }
    }

    @Test
    void theSampleIsDroppedIntoAnUnusedHomeOnly() throws IOException, CommandFailure {
        Path sample = Files.createDirectory(folder.resolve("sample"));
        Files.writeString(sample.resolve("dataset.csv"), "a,b\n");
        Files.writeString(sample.resolve("dropfit.json"), "{}");

        try (Home opened = Home.open(home)) {
            assertThat(opened.isUnused()).isTrue();
            opened.drop(sample);

            assertThat(opened.isUnused()).isFalse();
            assertThat(opened.data().resolve("sample"))
                    .isDirectoryContaining(file -> file.endsWith("dataset.csv"))
                    .isDirectoryContaining(file -> file.endsWith("dropfit.json"));
        }
    }
}
