package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Tables;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that give the label away. */
class LeakageTest {
    private static final int ROWS = 1_500;

    private static List<String> leaks(String csv) throws Exception {
        return Tables.schema(csv, "{}").anomalies().stream()
                .filter(anomaly -> anomaly.name().equals("target-leakage"))
                .map(Anomaly::message)
                .toList();
    }

    /** A table of an honest number, a suspicious column and a label that the number predicts a little. */
    private static String yesOrNo(Random random, Function<Boolean, String> suspicious) {
        return Tables.csv("x,extra,target", ROWS, row -> {
            double x = random.nextGaussian();
            boolean yes = random.nextGaussian() < 0.8 * x - 0.7;
            return x + "," + suspicious.apply(yes) + "," + (yes ? "yes" : "no");
        });
    }

    @Test
    void aRefundThatOnlyFollowsTheLabelIsNamedWithItsFigure() throws Exception {
        Random random = new Random(1);
        String csv =
                yesOrNo(random, yes -> yes == random.nextInt(300) > 0 ? 5 + random.nextInt(9000) / 100.0 + "" : "0");

        assertThat(leaks(csv))
                .singleElement()
                .asString()
                .matches("column 'extra' may give the label away: it predicts 'target' with roc_auc (0\\.99\\d|1\\.000)"
                        + " on the holdout, without any other column\\. If it is unknown at prediction time, the"
                        + " model is useless: set \\{\"columns\": \\{\"extra\": \"ignore\"}} in dropfit\\.json");
    }

    @Test
    void aReasonThatIsFilledInForOneClassOnlyIsFoundByBeingThere() throws Exception {
        Random random = new Random(2);
        List<String> reasons = List.of("price", "service", "moved away", "no need", "other");
        String csv = yesOrNo(random, yes -> yes || random.nextInt(200) == 0 ? reasons.get(random.nextInt(5)) : "");

        assertThat(leaks(csv)).singleElement().asString().contains("whether it has a value predicts 'target' with");
    }

    @Test
    void aDateOfTheEndOfMostCasesIsFoundByBeingThere() throws Exception {
        Random random = new Random(3);
        String csv = yesOrNo(
                random,
                yes -> yes && random.nextInt(5) > 0
                        ? LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300)).toString()
                        : "");

        assertThat(leaks(csv))
                .singleElement()
                .asString()
                .matches(".*whether it has a value predicts 'target' with roc_auc 0\\.(8[5-9]|9)\\d+ on the holdout.*");
    }

    @Test
    void thePriceInAnotherCurrencyIsNamed() throws Exception {
        Random random = new Random(4);
        String csv = Tables.csv("sqm,dollars,price", ROWS, row -> {
            double sqm = 30 + random.nextInt(200);
            double price = Math.exp(random.nextGaussian() * 0.4) * sqm * 2000;
            return sqm + "," + Math.round(price * 1.0837) + "," + Math.round(price);
        });

        assertThat(leaks(csv))
                .singleElement()
                .asString()
                .startsWith(
                        "column 'dollars' may give the label away: it predicts 'price' with r2 1.000 on the holdout");
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 1_500, 15_000})
    void aColumnThatSeparatesOneOfThreeSpeciesIsHonest(int rows) throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            double[] length = {1.46, 4.26, 5.55};
            double[] spread = {0.17, 0.47, 0.55};
            String csv = Tables.csv("petal,sepal,species", rows, row -> {
                int species = row % 3;
                return Math.round(10 * (length[species] + spread[species] * random.nextGaussian())) / 10.0 + ","
                        + Math.round(10 * (5 + 0.8 * species + 0.5 * random.nextGaussian())) / 10.0 + ",s" + species;
            });

            assertThat(leaks(csv)).isEmpty();
        }
    }

    @Test
    void aStrongMeasurementIsHonest() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            // An area under the curve of 0.975, as the largest radius has for breast cancer.
            String csv = Tables.csv("radius,texture,target", 569, row -> {
                boolean sick = random.nextInt(100) < 37;
                return Math.round(1000 * (random.nextGaussian() + (sick ? 2.77 : 0))) / 1000.0 + ","
                        + random.nextGaussian() + "," + (sick ? "M" : "B");
            });

            assertThat(leaks(csv)).isEmpty();
        }
    }

    @Test
    void aStrongMeasurementOfASmallDatasetIsHonestAlsoIfTheHoldoutHasAPerfectFigure() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            String csv = Tables.csv("light,target", 300, row -> {
                boolean there = random.nextInt(5) == 0;
                return Math.round(1000 * (random.nextGaussian() + (there ? 2.7 : 0))) / 1000.0 + ","
                        + (there ? "yes" : "no");
            });

            assertThat(leaks(csv)).isEmpty();
        }
    }

    @Test
    void aRefundOfARareClassIsNamed() throws Exception {
        Random random = new Random(9);
        String csv = Tables.csv("x,refund,target", 2_000, row -> {
            boolean yes = random.nextInt(25) == 0;
            return random.nextGaussian() + "," + (yes ? 5 + random.nextInt(500) : 0) + "," + (yes ? "yes" : "no");
        });

        assertThat(leaks(csv)).singleElement().asString().contains("column 'refund'");
    }

    @Test
    void aMissingValueThatOnlyHintsAtTheLabelIsHonest() throws Exception {
        Random random = new Random(7);
        // A cabin is known for half of those who survived, and for a fifth of the others.
        String csv = yesOrNo(random, yes -> random.nextInt(10) < (yes ? 5 : 2) ? "c" + random.nextInt(40) : "");

        assertThat(leaks(csv)).isEmpty();
    }

    @Test
    void aStrongPredictorOfANumberIsHonest() throws Exception {
        Random random = new Random(8);
        String csv = Tables.csv("carat,depth,price", ROWS, row -> {
            double carat = 0.2 + random.nextInt(200) / 100.0;
            return carat + "," + random.nextGaussian() + ","
                    + Math.round(5000 * Math.pow(carat, 1.6) * Math.exp(0.15 * random.nextGaussian()));
        });

        assertThat(leaks(csv)).isEmpty();
    }
}
