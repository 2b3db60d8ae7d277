package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.Latest;
import dev.dropfit.trainer.GatePairs.Scene;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The verdicts of the gate over many pairs of datasets whose true order is known. {@code -Ddropfit.simulated=3000} reports all scenes with so
 * many rows, for {@code docs/adr/0025}: {@code -Ddropfit.pairs=200} pairs, from
 * {@code -Ddropfit.first-pair=10000} on, and {@code -Ddropfit.settings={"learner":"gradient-boosting"}}
 * instead of linear models.
 */
final class GateSimulationTest {
    private static final int PAIRS = Integer.getInteger("dropfit.pairs", 40);
    /** Which pairs: others than those by which a rule was chosen. */
    private static final int FIRST_PAIR = Integer.getInteger("dropfit.first-pair", 0);
    /** Without a number of rows, the report is only tried. */
    private static final int FEW_ROWS = 60;

    private static final int FEW_PAIRS = 2;
    /** The normal quantile of 95 % intervals. */
    private static final double QUANTILE = 1.96;

    @ParameterizedTest
    @CsvSource({"300, 0.1", "3000, 0.1"})
    void anEquallyGoodModelIsSeldomRejected(int rows, double most) throws Exception {
        assertThat(1 - promoted(rows, Scene.EQUAL)).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"LABELS_FLIPPED", "COLUMN_SHUFFLED"})
    void badDataIsSeldomPromotedWhereItCanBeSeen(Scene scene) throws Exception {
        assertThat(promoted(3000, scene)).isLessThanOrEqualTo(0.15);
    }

    @Test
    void aBetterModelPasses() throws Exception {
        assertThat(promoted(3000, Scene.BETTER)).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 3000})
    void theSameDatasetUploadedAgainIsPromotedAgain(int rows) throws Exception {
        GatePairs pairs = new GatePairs(rows, Settings.NONE);
        int promoted = 0;
        for (int sample = 0; sample < 5; sample++) {
            String csv = pairs.csv(sample, Scene.EQUAL);
            Training champion = pairs.train(csv, Optional.empty());
            if (Judgement.of(champion, Latest.NONE).result().promoted()) {
                assertThat(pairs.promoted(champion, csv)).isTrue();
                promoted++;
            }
        }
        assertThat(promoted).isPositive();
    }

    @Test
    void theSharesOfAllScenes() throws Exception {
        String settings = System.getProperty("dropfit.settings", "{}");
        Integer rows = Integer.getInteger("dropfit.simulated");
        GatePairs pairs = new GatePairs(rows == null ? FEW_ROWS : rows, SettingsReader.read(settings));
        int count = rows == null ? FEW_PAIRS : PAIRS;
        Set<Scene> scenes = EnumSet.allOf(Scene.class);
        Map<Scene, Integer> promoted = new EnumMap<>(Scene.class);
        for (int pair = 0; pair < count; pair++) {
            pairs.promoted(FIRST_PAIR + pair, scenes)
                    .forEach((scene, yes) -> promoted.merge(scene, yes ? 1 : 0, Integer::sum));
            if ((pair + 1) % 10 == 0) {
                System.out.println(settings + ", " + pairs.rows() + " rows: " + report(promoted, pair + 1));
            }
        }

        assertThat(promoted.keySet()).isEqualTo(scenes);
    }

    private static String report(Map<Scene, Integer> promoted, int pairs) {
        StringBuilder report = new StringBuilder();
        promoted.forEach((scene, count) -> {
            double share = (double) count / pairs;
            double squared = QUANTILE * QUANTILE / pairs;
            double middle = (share + squared / 2) / (1 + squared);
            double half = Math.sqrt(share * (1 - share) * squared + squared * squared / 4) / (1 + squared);
            report.append(String.format(
                    Locale.ROOT,
                    "%s promoted %d of %d, %.1f %% (%.1f to %.1f); ",
                    scene,
                    count,
                    pairs,
                    100 * share,
                    100 * (middle - half),
                    100 * (middle + half)));
        });
        return report.toString();
    }

    /** The share of pairs whose challenger is promoted. */
    private static double promoted(int rows, Scene scene) throws Exception {
        GatePairs pairs = new GatePairs(rows, Settings.NONE);
        int promoted = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            promoted += pairs.promoted(pair, EnumSet.of(scene)).getOrDefault(scene, false) ? 1 : 0;
        }
        return (double) promoted / PAIRS;
    }
}
