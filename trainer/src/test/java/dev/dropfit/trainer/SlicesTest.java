package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.trainer.evaluate.GateResult;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Slices of the holdout, on datasets whose bad slice is known. {@code -Ddropfit.datasets=1000} runs as many datasets without one as {@code
 * docs/adr/0027} reports.
 */
final class SlicesTest {
    private static final int DATASETS = Integer.getInteger("dropfit.datasets", 20);
    private static final String SLICES = "{\"gate\": {\"slices\": 0.05}}";

    /** What is wrong with the rows of one town. */
    private enum Scene {
        NOTHING,
        /** The label of half of them is flipped. */
        NORTH_FLIPPED,
        /** The effect of a column is the opposite one. */
        NORTH_REVERSED
    }

    @Test
    void aBadSliceIsNamedFirst() throws Exception {
        Training training = train(csv(4000, new SplittableRandom(1), Scene.NORTH_FLIPPED), "{}", Optional.empty());

        List<SliceFacts> slices =
                RunRecord.of(training.model()).model().holdout().slices();

        SliceFacts worst = slices.get(0);
        assertThat(worst.text()).isEqualTo("town is north");
        assertThat(worst.worse()).isTrue();
        assertThat(worst.metric()).isEqualTo(Metric.ROC_AUC);
        assertThat(worst.rows()).isBetween(150, 250);
        assertThat(worst.figure().value()).isLessThan(0.65);
        assertThat(worst.figure().interval().orElseThrow().high()).isLessThan(0.75);
        assertThat(slices).hasSizeLessThanOrEqualTo(20);
        assertThat(slices.stream().map(SliceFacts::text)).anyMatch(text -> text.startsWith("age is below "));
        assertThat(slices.stream().map(SliceFacts::text))
                .anyMatch(text -> text.startsWith("since is from 20")
                        || text.startsWith("since is below 20")
                        || text.startsWith("since is 20"));
        assertThat(slices.stream().map(SliceFacts::text)).contains("visits is missing");
    }

    @Test
    void theErrorShowsWhereNumbersAreBad() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        String csv = Tables.csv("area,town,price", 3000, row -> {
            int area = random.nextInt(20, 200);
            boolean north = random.nextInt(5) == 0;
            return area + "," + (north ? "north" : "south") + ","
                    + (3 * area + (north ? 60 : 10) * random.nextGaussian());
        });

        SliceFacts worst = RunRecord.of(train(csv, "{}", Optional.empty()).model())
                .model()
                .holdout()
                .slices()
                .get(0);

        assertThat(worst.text()).isEqualTo("town is north");
        assertThat(worst.metric()).isEqualTo(Metric.RMSE);
        assertThat(worst.figure().value()).isBetween(45.0, 75.0);
        assertThat(worst.worse()).isTrue();
    }

    @Test
    void aColumnOfOneNumberHasASliceOfMissingValuesOnly() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        String csv = Tables.csv("fee,age,label", 2000, row -> {
            int age = random.nextInt(20, 80);
            return (random.nextBoolean() ? "7.5" : "") + "," + age + ","
                    + (age + random.nextInt(40) > 70 ? "yes" : "no");
        });

        Training training = train(csv, "{\"columns\": {\"fee\": \"numeric\"}}", Optional.empty());

        assertThat(RunRecord.of(training.model()).model().holdout().slices().stream()
                        .filter(slice -> slice.column().equals("fee"))
                        .map(SliceFacts::text))
                .containsExactly("fee is missing");
    }

    @Test
    void fewRowsHaveNoSlices() throws Exception {
        Training training = train(csv(200, new SplittableRandom(1), Scene.NOTHING), "{}", Optional.empty());

        assertThat(RunRecord.of(training.model()).model().holdout().slices()).isEmpty();
    }

    @Test
    void aSliceThatLosesMoreThanIsAcceptedIsARejectionThatNamesIt() throws Exception {
        GateResult result = judged(SLICES);

        assertThat(result.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(result.reasons().get(0))
                .startsWith("where town is north (")
                .contains(" for the previous model: a loss of ", "; gate.slices accepts 0.050. Among ")
                .endsWith("Check these rows of the new dataset, or raise gate.slices in dropfit.json");
    }

    @Test
    void withoutTheSettingSlicesDoNotDecide() throws Exception {
        assertThat(judged("{}").reasons()).noneMatch(reason -> reason.contains("where town is north"));
    }

    /** In the north age has the opposite effect, which trees can learn and a linear model can't. */
    private static GateResult judged(String settings) throws Exception {
        String csv = csv(3000, new SplittableRandom(7), Scene.NORTH_REVERSED);
        Training champion = train(csv, "{\"learner\": \"gradient-boosting\"}", Optional.empty());
        Training challenger = train(csv, settings, Optional.of(champion.model()));
        return Judgement.of(
                        challenger, new Latest(Optional.empty(), Optional.of(champion.model()), Optional.empty(), ""))
                .result();
    }

    @Test
    void equallyGoodModelsAreSeldomRejectedByASlice() throws Exception {
        int rejected = 0;
        int worse = 0;
        for (int dataset = 0; dataset < DATASETS; dataset++) {
            SplittableRandom random = new SplittableRandom(77_000_003L * dataset + 1);
            Training champion = train(csv(2500, random, Scene.NOTHING), SLICES, Optional.empty());
            Training challenger = train(csv(2500, random, Scene.NOTHING), SLICES, Optional.of(champion.model()));
            rejected += reasons(challenger, champion).stream().anyMatch(reason -> reason.startsWith("where ")) ? 1 : 0;
            worse += challenger.holdout().orElseThrow().slices().stream().anyMatch(SliceFacts::worse) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%d datasets: %.1f %% rejected by a slice, %.1f %% with a slice that is called worse%n",
                DATASETS,
                100.0 * rejected / DATASETS,
                100.0 * worse / DATASETS);
        assertThat((double) rejected / DATASETS).isLessThanOrEqualTo(0.1);
        assertThat((double) worse / DATASETS).isLessThanOrEqualTo(0.1);
    }

    private static List<String> reasons(Training challenger, Training champion) {
        Latest latest = new Latest(Optional.empty(), Optional.of(champion.model()), Optional.empty(), "");
        return Judgement.of(challenger, latest).result().reasons();
    }

    private static Training train(String csv, String settings, Optional<Model> champion) throws Exception {
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read(settings),
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "slices");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "slices", new Inputs(1, 0)));
    }

    private static String csv(int rows, SplittableRandom random, Scene scene) {
        return Tables.csv("age,visits,since,town,bought", rows, row -> {
            double age = random.nextGaussian();
            double visits = random.nextGaussian();
            String town = town(random);
            double effect = scene == Scene.NORTH_REVERSED && town.equals("north") ? -2 : 2;
            boolean bought = random.nextDouble() < 1 / (1 + Math.exp(-effect * age - 0.5 * visits));
            if (scene == Scene.NORTH_FLIPPED && town.equals("north") && random.nextBoolean()) {
                bought = !bought;
            }
            return String.format(
                    Locale.ROOT,
                    "%.4f,%s,2025-%02d-%02d,%s,%s",
                    age,
                    random.nextInt(4) == 0 ? "" : String.format(Locale.ROOT, "%.4f", visits),
                    random.nextInt(1, 13),
                    random.nextInt(1, 29),
                    town,
                    bought ? "yes" : "no");
        });
    }

    private static String town(SplittableRandom random) {
        return List.of("north", "east", "south", "west").get(random.nextInt(4));
    }
}
