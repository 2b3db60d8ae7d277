package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.settings.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The verdicts of the gate over many pairs of datasets whose true order is known. Each pair is two samples of the same population: one for the
 * champion, one for the challenger. {@code -Ddropfit.pairs=1000} runs the pairs that {@code docs/adr/0025} reports.
 */
final class GateSimulationTest {
    private static final int PAIRS = Integer.getInteger("dropfit.pairs", 40);

    /** What happened to the dataset of the challenger; for {@link #BETTER}, to that of the champion. */
    private enum Scene {
        EQUAL,
        BETTER,
        LABELS_FLIPPED,
        COLUMN_SHUFFLED
    }

    @ParameterizedTest
    @CsvSource({"300, 0.1", "3000, 0.1"})
    void anEquallyGoodModelIsSeldomRejected(int rows, double most) throws Exception {
        assertThat(share(Scene.EQUAL, rows, false)).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"LABELS_FLIPPED", "COLUMN_SHUFFLED"})
    void badDataIsSeldomPromotedWhereItCanBeSeen(Scene scene) throws Exception {
        assertThat(share(scene, 3000, true)).isLessThanOrEqualTo(0.15);
    }

    @Test
    void aBetterModelPasses() throws Exception {
        assertThat(share(Scene.BETTER, 3000, true)).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 3000})
    void theSameDatasetUploadedAgainIsPromotedAgain(int rows) throws Exception {
        int promoted = 0;
        for (int pair = 0; pair < 5; pair++) {
            String csv = csv(rows, new SplittableRandom(500L * pair + rows), Scene.EQUAL);
            Training champion = train(csv, Optional.empty());
            if (Judgement.of(champion, Latest.NONE).result().promoted()) {
                Training again = train(csv, Optional.of(champion.model()));
                Latest latest = latest(champion);

                assertThat(Judgement.of(again, latest).result().promoted()).isTrue();
                promoted++;
            }
        }
        assertThat(promoted).isPositive();
    }

    /** The share of pairs that end promoted, or rejected. */
    private static double share(Scene scene, int rows, boolean promoted) throws Exception {
        int count = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            SplittableRandom random = new SplittableRandom(1_000_003L * pair + rows);
            Training champion = train(
                    csv(rows, random, scene == Scene.BETTER ? Scene.COLUMN_SHUFFLED : Scene.EQUAL), Optional.empty());
            Training challenger = train(
                    csv(rows, random, scene == Scene.BETTER ? Scene.EQUAL : scene), Optional.of(champion.model()));
            Latest latest = latest(champion);
            if (Judgement.of(challenger, latest).result().promoted() == promoted) {
                count++;
            }
        }
        double share = (double) count / PAIRS;
        System.out.printf(
                Locale.ROOT, "%s, %d rows: %.1f %% %s%n", scene, rows, 100 * share, promoted ? "promoted" : "rejected");
        return share;
    }

    private static Latest latest(Training champion) throws Exception {
        return new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), "");
    }

    private static Training train(String csv, Optional<Model> champion) throws Exception {
        Training.Dataset dataset = Training.Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                Settings.NONE,
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "simulation");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "simulation", new Inputs(1, 0)));
    }

    /** A label that depends on three numbers and a town; a fourth number is noise. The area under the curve is about 0.82. */
    private static String csv(int rows, SplittableRandom random, Scene scene) {
        StringBuilder csv = new StringBuilder("age,income,visits,height,town,bought\n");
        for (int i = 0; i < rows; i++) {
            double age = random.nextGaussian();
            double income = random.nextGaussian();
            double visits = random.nextGaussian();
            int town = random.nextInt(4);
            double margin = 1.2 * age - 0.8 * income + 0.3 * visits + (town == 0 ? 1 : 0) - 0.5;
            boolean bought = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            if (scene == Scene.LABELS_FLIPPED && random.nextInt(10) == 0) {
                bought = !bought;
            }
            double written = scene == Scene.COLUMN_SHUFFLED ? random.nextGaussian() : age;
            csv.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%.4f,%.4f,town %d,%s%n",
                    written,
                    income,
                    visits,
                    random.nextGaussian(),
                    town,
                    bought ? "yes" : "no"));
        }
        return csv.toString();
    }
}
