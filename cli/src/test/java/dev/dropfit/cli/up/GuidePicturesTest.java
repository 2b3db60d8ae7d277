package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of {@code docs/dashboard.md}, with the sample datasets. {@code -Ddropfit.screenshots=DIR} writes them there, else they
 * are in {@code target}. Skipped where Chromium is not installed.
 */
class GuidePicturesTest {
    @TempDir
    private Path folder;

    @Test
    void thePicturesShowTheSampleModels() throws IOException, InterruptedException {
        assumeTrue(Browser.executable().isPresent(), "there is no Chromium here");
        Path pictures =
                Files.createDirectories(Path.of(System.getProperty("dropfit.screenshots", "target/screenshots")));
        try (UpProcess up = UpProcess.start(folder.resolve("home"), "--port", "0", "--no-sample");
                Browser browser = Browser.start()) {
            String url = up.await("see models at +(http://localhost:\\d+)").group(1) + "/";
            for (String sample : List.of("heart-disease", "support-tickets", "apartment-rent")) {
                grow(up, sample);
            }
            drop("new-customers", "age,plan,target\n34,free,no\n51,team\n");
            up.await("new-customers  invalid");
            Page page = browser.open();

            shoot(page, url, pictures.resolve("models.png"), 1100, 560, false);
            shoot(page, url + "heart-disease", pictures.resolve("model.png"), 1100, 1500, false);
            shoot(page, url + "heart-disease", pictures.resolve("overview.png"), 1100, 860, false);
            shoot(page, url + "support-tickets", pictures.resolve("model-dark.png"), 1100, 1500, true);
            shoot(page, url + "heart-disease/try", pictures.resolve("try.png"), 1100, 1000, false);
            shoot(page, url + "heart-disease/try", pictures.resolve("phone.png"), 390, 900, true);
            shoot(page, url + "new-customers", pictures.resolve("invalid.png"), 1100, 900, false);
            shoot(page, url + "nowhere", pictures.resolve("missing.png"), 1100, 500, false);

            assertThat(pictures).isDirectoryContaining("glob:**/models.png");
            assertThat(page.problems()).allMatch(problem -> problem.contains(url + "nowhere"));
        }
    }

    /** A sample dataset that grows in six steps, each a version. */
    private void grow(UpProcess up, String sample) throws IOException, InterruptedException {
        Path source = Path.of("..", "datasets", sample);
        List<String> lines = Files.readAllLines(source.resolve("dataset.csv"));
        Path data = Files.createDirectories(folder.resolve("home/data").resolve(sample));
        Files.copy(source.resolve("dropfit.json"), data.resolve("dropfit.json"), StandardCopyOption.REPLACE_EXISTING);
        for (int version = 1; version <= 6; version++) {
            int rows = lines.size() * (version + 2) / 8;
            String wrong = version == 4 ? "\na line,too short" : "";
            drop(sample, String.join("\n", lines.subList(0, rows)) + wrong + "\n");
            up.await("(?s)(" + sample + "  (promoted|rejected|invalid) .*){" + version + "}");
        }
    }

    private void drop(String model, String csv) throws IOException {
        Path data = Files.createDirectories(folder.resolve("home/data").resolve(model));
        Path written = Files.writeString(folder.resolve("written.csv"), csv);
        Files.move(written, data.resolve("dataset.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void shoot(Page page, String url, Path picture, int width, int height, boolean dark)
            throws IOException {
        page.size(width, 900);
        page.dark(dark);
        page.go(url);
        page.await("!document.querySelector('.chart') || document.querySelector('.chart').dataset.drawn");
        Files.write(picture, page.picture(height));
    }
}
