package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another split is proposed where the figure by row promises too much. */
class SplitAdviceTest {
    private static List<String> proposals(String csv, String settings) throws Exception {
        return Dataset.read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings))
                .schema()
                .anomalies()
                .stream()
                .filter(anomaly -> anomaly.name().equals("split-proposed"))
                .map(Anomaly::message)
                .toList();
    }

    /** 150 patients with ten rows each. */
    private static String patients(String id) {
        Random random = new Random(1);
        boolean[] sick = new boolean[150];
        for (int patient = 0; patient < sick.length; patient++) {
            sick[patient] = random.nextBoolean();
        }
        return Tables.csv(
                "patient_id,pulse,target",
                1500,
                row -> String.format(id, row % 150) + "," + (60 + random.nextInt(40)) + ","
                        + (sick[row % 150] ? "yes" : "no"));
    }

    /** The sign of the effect changes with the years. */
    private static String dated(boolean drifts) {
        Random random = new Random(2);
        return Tables.csv("day,x,target", 2000, row -> {
            double x = random.nextGaussian();
            double effect = drifts ? 2 - 4.0 * row / 2000 : 1.5;
            return LocalDate.of(2022, 1, 1).plusDays(row / 2) + "," + x + ","
                    + (random.nextGaussian() < effect * x ? "yes" : "no");
        });
    }

    /** The years 2001 to 2024 with 80 rows each, in no order. */
    private static String years(String name, boolean drifts) {
        Random random = new Random(8);
        return Tables.csv(name + ",x,target", 1920, row -> {
            double x = random.nextGaussian();
            int year = row % 24;
            double effect = drifts ? 2 - 4.0 * year / 24 : 1.5;
            return (2001 + year) + "," + x + "," + (random.nextGaussian() < effect * x ? "yes" : "no");
        });
    }

    @Test
    void fewGroupsAskForGroupsToo() throws Exception {
        int asked = 0;
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            boolean[] sick = new boolean[40];
            for (int patient = 0; patient < sick.length; patient++) {
                sick[patient] = random.nextBoolean();
            }
            String csv = Tables.csv(
                    "patient_id,pulse,target",
                    400,
                    row -> "P" + (10 + row % 40) + "," + (60 + random.nextInt(40)) + ","
                            + (sick[row % 40] ? "yes" : "no"));
            asked += proposals(csv, "{}").size();
        }

        assertThat(asked).isGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P%04d", "%d"})
    void aKeyThatRepeatsWithOneLabelEachAsksForGroups(String id) throws Exception {
        assertThat(proposals(patients(id), "{}"))
                .singleElement()
                .asString()
                .matches("'patient_id' repeats: 150 values in 1,500 rows, nearly always with one label each\\. A quick"
                        + " model has roc_auc (0\\.9[5-9]\\d|1\\.000) on held-out rows, but 0\\.[3-6]\\d\\d on"
                        + " rows of values that it has not seen\\. If the model is for new ones, set"
                        + " \\{\"split\": \\{\"group\": \"patient_id\"}} in dropfit\\.json");
    }

    @Test
    void aColumnThatNamesWhoseRowsTheyAreAsksForGroups() throws Exception {
        assertThat(proposals(patients("n%d").replaceFirst("patient_id", "participant"), "{}"))
                .singleElement()
                .asString()
                .startsWith("'participant' repeats: 150 values in 1,500 rows");
    }

    @Test
    void aKeyIsNotCalledALeak() throws Exception {
        assertThat(Tables.schema(patients("P%04d"), "{}").anomalies())
                .noneMatch(anomaly -> anomaly.name().equals("target-leakage"));
    }

    @Test
    void datedRowsThatChangeAskForTime() throws Exception {
        assertThat(proposals(dated(true), "{}"))
                .singleElement()
                .asString()
                .startsWith("the rows change with the date in 'day'. A quick model has roc_auc 0.")
                .endsWith(
                        " on the newest rows, fitted to the older ones. If the model is to predict what comes next, set"
                                + " {\"split\": {\"time\": \"day\"}} in dropfit.json");
    }

    @ParameterizedTest
    @CsvSource({"year, true, true", "sale_year, true, true", "year, false, false", "year_built, true, false"})
    void yearsOfRowsThatChangeAskForTime(String name, boolean drifts, boolean asks) throws Exception {
        String csv = years(name, drifts);

        if (asks) {
            assertThat(proposals(csv, "{}"))
                    .singleElement()
                    .asString()
                    .startsWith("the rows change with the year in '" + name + "'. A quick model has roc_auc 0.");
        } else {
            assertThat(proposals(csv, "{}")).isEmpty();
        }
    }

    @Test
    void aDateThatManyRowsDoNotHaveAsksForNothing() throws Exception {
        Random random = new Random(7);
        String csv = Tables.csv("closed,x,target", 1500, row -> {
            boolean yes = random.nextInt(5) < 2;
            boolean dated = yes == random.nextInt(20) > 0;
            return (dated ? LocalDate.of(2024, 1, 1).plusDays(random.nextInt(300)) : "") + "," + random.nextGaussian()
                    + "," + (yes ? "yes" : "no");
        });

        assertThat(proposals(csv, "{}")).isEmpty();
    }

    @Test
    void datedRowsThatDoNotChangeAskForNothing() throws Exception {
        assertThat(proposals(dated(false), "{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"split\": {\"by\": \"row\"}}", "{\"split\": {\"group\": \"patient_id\"}}", "{\"holdout\": 0}"
            })
    void aChosenSplitIsNotQuestioned(String settings) throws Exception {
        assertThat(proposals(patients("P%04d"), settings)).isEmpty();
    }

    @Test
    void aKeyWhoseRowsHaveDifferentLabelsAsksForNothing() throws Exception {
        Random random = new Random(3);
        String csv = Tables.csv("customer_id,x,target", 1500, row -> {
            double x = random.nextGaussian();
            return "C" + (1000 + row % 150) + "," + x + "," + (random.nextGaussian() < x ? "yes" : "no");
        });

        assertThat(proposals(csv, "{}")).isEmpty();
    }

    @Test
    void aModelThatIsAsGoodOnNewGroupsAsksForNothing() throws Exception {
        Random random = new Random(4);
        // The label follows from the measurement, which is the same for all rows of a patient.
        double[] level = random.doubles(150, -3, 3).toArray();
        String csv = Tables.csv("patient_id,level,target", 1500, row -> {
            double own = level[row % 150];
            return "P" + (1000 + row % 150) + "," + own + "," + (own > 0 ? "yes" : "no");
        });

        assertThat(proposals(csv, "{\"columns\": {\"patient_id\": \"ignore\"}}"))
                .isEmpty();
    }

    @Test
    void aNumberThatIsAlikeWithinAKeyAsksForGroupsToo() throws Exception {
        Random random = new Random(5);
        double[] price = random.doubles(100, 100, 900).toArray();
        String csv = Tables.csv(
                "house_id,month,price",
                1200,
                row -> "H" + (100 + row % 100) + "," + (1 + row / 100) + ","
                        + Math.round(10 * (price[row % 100] + 5 * random.nextGaussian())) / 10.0);

        assertThat(proposals(csv, "{}")).singleElement().asString().contains("{\"group\": \"house_id\"}");
    }

    @Test
    void aLargeDatasetIsJudgedOnASampleOfWholeGroups() throws Exception {
        Random random = new Random(6);
        boolean[] sick = new boolean[4_000];
        for (int patient = 0; patient < sick.length; patient++) {
            sick[patient] = random.nextBoolean();
        }
        String csv = Tables.csv(
                "patient_id,pulse,target",
                40_000,
                row -> "P" + row % 4_000 + "," + (60 + random.nextInt(40)) + "," + (sick[row % 4_000] ? "yes" : "no"));

        assertThat(proposals(csv, "{}")).singleElement().asString().contains("4,000 values in 40,000 rows");
    }
}
