package dev.dropfit.trainer;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.settings.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Pairs of datasets whose true order is known, judged by the gate: samples of the same population, one for the champion and one for the
 * challenger.
 *
 * @param rows of each dataset
 * @param settings without a learner, a linear model is fitted
 */
record GatePairs(int rows, Settings settings) {
    /** What happened to the dataset of the challenger; for {@link #BETTER}, to that of the champion. */
    enum Scene {
        EQUAL,
        LABELS_FLIPPED,
        COLUMN_SHUFFLED,
        BETTER
    }

    /** Whether the challenger of each scene is promoted. The scenes of a pair have the same champion, except {@link Scene#BETTER}. */
    Map<Scene, Boolean> promoted(int pair, Set<Scene> scenes) throws Exception {
        Map<Scene, Boolean> promoted = new EnumMap<>(Scene.class);
        Optional<Training> champion = Optional.empty();
        for (Scene scene : scenes) {
            if (scene == Scene.BETTER || champion.isEmpty()) {
                champion = Optional.of(train(
                        csv(2 * pair, scene == Scene.BETTER ? Scene.COLUMN_SHUFFLED : Scene.EQUAL), Optional.empty()));
            }
            String next = csv(2 * pair + 1, scene == Scene.BETTER ? Scene.EQUAL : scene);
            promoted.put(scene, promoted(champion.orElseThrow(), next));
        }
        return promoted;
    }

    /** Whether the gate promotes the model of a dataset that follows that of a champion. */
    boolean promoted(Training champion, String next) throws Exception {
        return judged(champion, next).result().promoted();
    }

    /** The judgement of the model of a dataset that follows that of a champion. */
    Judgement judged(Training champion, String next) throws Exception {
        Training challenger = train(next, Optional.of(champion.model()));
        Latest latest =
                new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), "");
        return Judgement.of(challenger, latest);
    }

    Training train(String csv, Optional<Model> champion) throws Exception {
        Optional<Pipeline> previous = champion.map(Model::pipeline);
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                settings,
                previous,
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "simulation");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "simulation", new Inputs(1, 0)));
    }

    /**
     * A label that depends on three numbers and a town; a fourth number is noise. The area under the curve is about 0.82.
     *
     * @param sample another one has other rows
     */
    String csv(int sample, Scene scene) {
        SplittableRandom random = new SplittableRandom(1_000_003L * sample + rows);
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
