package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The figure of the holdout against the truth: the same model on many new rows, of new groups or of what comes next. Over many datasets the mean
 * difference is chance, or too small to matter. {@code -Ddropfit.figures=1000} runs more datasets.
 */
final class HonestFigureTest {
    private static final int DATASETS = Integer.getInteger("dropfit.figures", 30);
    private static final int TRUTH_ROWS = 4_000;
    /** A difference of the area under the curve that nobody would notice. */
    private static final double SMALL = 0.01;
    /** So many standard errors are chance. */
    private static final double CHANCE = 4;

    private enum Scene {
        PLAIN("{}"),
        GROUPED("{\"split\": {\"group\": \"patient\"}}"),
        DATED("{\"split\": {\"time\": \"day\"}}");

        private final String settings;

        Scene(String settings) {
            this.settings = settings;
        }
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void theReportedFigureIsTheTruthOnAverage(Scene scene) throws Exception {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DATASETS; i++) {
            double difference = difference(scene, scene.settings, i);
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / DATASETS;
        double error = Math.sqrt((squares / DATASETS - mean * mean) / (DATASETS - 1));
        System.out.printf(
                Locale.ROOT, "%s: reported minus true roc_auc %.4f, standard error %.4f%n", scene, mean, error);

        assertThat(Math.abs(mean)).isLessThanOrEqualTo(Math.max(SMALL, CHANCE * error));
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"GROUPED", "DATED"})
    void byRowTheFigureWouldPromiseTooMuch(Scene scene) throws Exception {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            sum += difference(scene, "{}", i);
        }

        assertThat(sum / 5).isGreaterThan(0.03);
    }

    /** The reported area under the curve minus the true one. */
    private static double difference(Scene scene, String settings, int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(733_207_729L * seed + 1);
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv(scene, 1_500, false, random).getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read(settings));
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "figures");
        Training training = Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "figures", new Inputs(1, 0)));
        return training.holdout().orElseThrow().metric(Metric.ROC_AUC)
                - truth(training.model(), Tables.read(csv(scene, TRUTH_ROWS, true, random)));
    }

    private static double truth(Model model, Table rows) {
        Target target = model.pipeline().target();
        return Evaluator.evaluate(model, target, rows, Split.of(0), false).metric(Metric.ROC_AUC);
    }

    /** @param later whether the rows are new: of other patients, and of the time after those of the dataset */
    private static String csv(Scene scene, int rows, boolean later, SplittableRandom random) {
        StringBuilder csv = new StringBuilder("patient,day,x,z,target\n");
        int perPatient = 10;
        double own = 0;
        boolean label = false;
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            double z = random.nextGaussian();
            // The last fifth of the dataset and the later rows have the same law, the earlier rows another one.
            double place = later ? 1 : (double) i / rows;
            double effect = scene == Scene.DATED && place < 0.8 ? 1.5 - place : 0.5;
            if (scene == Scene.GROUPED) {
                if (i % perPatient == 0) {
                    own = random.nextGaussian();
                    label = random.nextDouble() < 1 / (1 + Math.exp(-own));
                }
                x = own + 0.3 * random.nextGaussian();
            } else {
                label = random.nextDouble() < 1 / (1 + Math.exp(-2 * effect * x - (0.5 - effect) * z));
            }
            int patient = scene == Scene.PLAIN ? i % 150 : i / perPatient + (later ? 100_000 : 0);
            long day = later && scene == Scene.DATED ? 1_500 + 300L * i / rows : 1_500L * i / rows;
            csv.append("p").append(patient).append(',');
            csv.append(LocalDate.of(2023, 1, 1).plusDays(day)).append(',');
            csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%s%n", x, z, label ? "yes" : "no"));
        }
        return csv.toString();
    }
}
