package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.SplitFacts;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two models are compared on rows that neither was fitted to, also if they were trained with different splits. */
class UnseenRowsTest {
    private static final String BY_GROUP = "{\"split\": {\"group\": \"shop\"}}";
    private static final String BY_TIME = "{\"split\": {\"time\": \"day\"}}";

    @ParameterizedTest
    @ValueSource(strings = {"{}", BY_GROUP, BY_TIME})
    void modelsOfOneSplitAreComparedOnTheWholeHoldout(String settings) throws Exception {
        Training first = train(csv(2000), settings, Optional.empty());
        Training second = train(csv(2400), settings, Optional.of(first.model()));

        assertThat(reasons(second, first)).noneMatch(reason -> reason.contains("neither was trained on"));
        assertThat(reasons(second, first)).anyMatch(reason -> reason.contains("on the same "));
    }

    @Test
    void aNewSplitComparesOnRowsThatBothHoldOut() throws Exception {
        Training first = train(csv(2000), "{}", Optional.empty());
        Training second = train(csv(2000), BY_GROUP, Optional.of(first.model()));

        List<String> reasons = reasons(second, first);

        assertThat(reasons)
                .anySatisfy(reason -> assertThat(reason)
                        .matches("the previous model was trained with another split, so it knows many of these holdout"
                                + " rows\\. The two models are compared on the (5|6|7|8|9|1\\d)\\d of \\d+ rows that"
                                + " neither was trained on"));
        assertThat(reasons).anyMatch(reason -> reason.matches(".* on the same \\d{2,3} holdout rows.*"));
        assertThat(reasons).contains("the holdout rows are all rows of some values of 'shop' (split in dropfit.json)");
    }

    @Test
    void aNewSplitOfADatasetThatHasGrownIsNoChangeOfTheData() throws Exception {
        String grown = csv(4000);
        String before = grown.lines().limit(2001).collect(Collectors.joining("\n"));
        Training first = train(before, "{}", Optional.empty());
        Training second = train(grown, BY_GROUP, Optional.of(first.model()));

        assertThat(reasons(second, first)).noneMatch(reason -> reason.contains("the data changed"));
    }

    @Test
    void withTooFewRowsTheModelsAreNotComparedAndThisIsSaid() throws Exception {
        Training first = train(csv(400), "{}", Optional.empty());
        Training second = train(csv(400), BY_TIME, Optional.of(first.model()));

        assertThat(reasons(second, first))
                .anySatisfy(reason -> assertThat(reason).contains("It is not compared this time, because only "))
                .noneMatch(reason -> reason.contains("on the same "));
    }

    @Test
    void aLargerHoldoutLeavesOutTheRowsThatItGets() throws Exception {
        Training first = train(csv(2000), "{\"holdout\": 0.1}", Optional.empty());
        Training second = train(csv(2000), "{\"holdout\": 0.3}", Optional.of(first.model()));

        int compared = UnseenRows.of(
                        second.dataset(), Optional.of(first.dataset().sides().facts()))
                .table()
                .map(table -> second.dataset().split().count(table, true))
                .orElseThrow();

        assertThat(compared)
                .isEqualTo(first.dataset().split().count(first.dataset().table(), true));
    }

    @Test
    void afterAnEarlierReleaseAFifthOfTheHoldoutIsNewToBoth() throws Exception {
        Training training = train(csv(5000), "{}", Optional.empty());

        UnseenRows unseen = UnseenRows.of(training.dataset(), Optional.empty());

        assertThat(training.dataset().split().count(unseen.table().orElseThrow(), true))
                .isBetween(150, 250);
        assertThat(unseen.remark().orElseThrow())
                .startsWith("the previous model was trained by an earlier release, which chose other rows");
    }

    @Test
    void aColumnOfTheOldSplitThatIsGoneMakesTheModelsIncomparable() throws Exception {
        Training training = train(csv(2000), "{}", Optional.empty());
        SplitFacts gone = new SplitFacts(SplitFacts.GROUP, "patient", 0.2, "", Double.NaN);

        UnseenRows unseen = UnseenRows.of(training.dataset(), Optional.of(gone));

        assertThat(unseen.table()).isEmpty();
        assertThat(unseen.remark().orElseThrow())
                .endsWith("only 0 of "
                        + training.dataset().split().count(training.dataset().table(), true)
                        + " rows are new to both models");
    }

    private static List<String> reasons(Training challenger, Training champion) throws Exception {
        return Judgement.of(
                        challenger,
                        new Latest(
                                Optional.empty(),
                                Optional.of(champion.model()),
                                ModelFile.readRows(champion.file()),
                                ""))
                .result()
                .reasons();
    }

    private static Training train(String csv, String settings, Optional<Model> champion) throws Exception {
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read(settings),
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "test");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "test", new Inputs(1, 0)));
    }

    private static String csv(int rows) {
        Random random = new Random(1);
        return Tables.csv("x,shop,day,target", rows, row -> {
            double x = random.nextGaussian();
            return x + ",s" + random.nextInt(200) + ",2024-0" + (1 + row * 9 / rows) + "-" + (10 + row % 19) + ","
                    + (random.nextGaussian() < x ? "yes" : "no");
        });
    }
}
