package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SuspicionTest {
    private static final int ROWS = 1500;

    @Test
    void aNumberWithShuffledLabelsIsRejectedWithTheReason() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[3] = home(new Random(Double.hashCode(row[0])))[3];
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(0)).startsWith("the data changed: ");
        assertThat(judgement.result().reasons().get(1))
                .startsWith("no model predicts the label of the new rows better than the baseline.");
        assertThat(judgement.notes()).extracting(Anomaly::name).containsExactly("shuffled-labels");
    }

    @Test
    void aUnitThatChangedIsRejectedBecauseClientsStillUseTheOldOne() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[0] *= 10.7639;
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("'area' may have another unit: its values are about 10.7639 times as large as before, as"
                        + " between square metres and square feet (the median was ")
                .endsWith("Write it in the previous unit, which clients still use");
    }

    @Test
    void aLabelInAnotherUnitIsRejectedBecauseClientsExpectThePreviousOne() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[3] /= 1000;
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("the label 'rent' may have another unit: its values were about 1,000 times as large before")
                .endsWith("Clients would get predictions in the new unit. Write it in the previous one");
    }

    @Test
    void aLabelWithTheOppositeSignIsRejected() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[3] = 1000 - row[3];
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1)).startsWith("the label runs the other way than before");
    }

    @Test
    void aColumnThatRunsTheOtherWayIsRejected() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[1] = 12 - row[1];
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("'distance' runs the other way than before: its correlation with the label is 0.")
                .endsWith("Check its sign; clients send the values as before");
    }

    @Test
    void aColumnWithAnotherMeaningIsRejected() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[1] = 2000 + row[1];
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("'distance' has 1,500 values above 1")
                .endsWith("Check whether the column still has the same meaning; clients send the values as before");
    }

    @Test
    void aColumnThatLostAllValuesButOneIsRejectedIfItMattered() throws Exception {
        Judgement judgement = judge(categories(1), categories(2, () -> 3));

        assertThat(judgement.result().reasons())
                .first()
                .asString()
                .startsWith("'colour' has the same value in all rows, and it had ")
                .contains("requests with other values would be predicted as if they had this one");
    }

    @Test
    void aColumnThatBecameEmptyIsRejectedIfItMattered() throws Exception {
        Judgement judgement = judge(customers(1, row -> row), customers(2, row -> {
            row[0] = "";
            return row;
        }));

        assertThat(judgement.result().reasons())
                .first()
                .asString()
                .startsWith("'age' is empty in all rows, and it had ")
                .contains("requests with values would be predicted as if they had none");
    }

    @Test
    void aColumnWhoseValuesAreInOtherRowsIsRejectedAlthoughTheNewModelDoesWithoutIt() throws Exception {
        Random others = new Random(3);
        Judgement judgement = judge(customers(1, row -> row), customers(2, row -> {
            row[1] = Integer.toString(others.nextInt(10));
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anyMatch(reason ->
                        reason.contains("'visits' does not mean what it meant before: the previous model relies"
                                + " on it, and on 306 rows of the new dataset its log_loss (lower is better) is 0."));
    }

    @Test
    void codesThatWereGivenAnewAreRejectedBecauseClientsSendThePreviousOnes() throws Exception {
        int[] codes = {4, 1, 3, 2, 5, 0};
        String renumbered = Pattern.compile("colour (\\d)")
                .matcher(categories(2))
                .replaceAll(colour -> "colour " + codes[Integer.parseInt(colour.group(1))]);

        Judgement judgement = judge(categories(1), renumbered);

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("'colour' does not mean what it meant before: the previous model relies on it")
                .endsWith(
                        "Check whether the values are in the right rows, and whether their codes, sign and unit are as"
                                + " before");
    }

    @Test
    void columnsWithoutAMeaningDidNotLoseOne() throws Exception {
        GatePairs trees = new GatePairs(ROWS, SettingsReader.read("{\"learner\":\"gradient-boosting\"}"));
        Training champion = trees.train(grades(1), Optional.empty());
        Training challenger = trees.train(grades(2), Optional.of(champion.model()));

        Judgement judgement = Judgement.of(
                challenger,
                new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), ""));

        assertThat(judgement.notes()).isEmpty();
        assertThat(judgement.result().promoted()).isTrue();
    }

    @Test
    void classesThatAreSwappedInTheRowsOfOneTownAreRejected() throws Exception {
        Judgement judgement = judge(customers(1, row -> row), customers(2, row -> {
            row[3] = row[2].equals("Bern") == row[3].equals("yes") ? "no" : "yes";
            return row;
        }));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(1))
                .startsWith("'no' and 'yes' seem to be swapped in rows whose 'town' is 'Bern': the previous model ranks"
                        + " them the wrong way round (roc_auc 0.");
    }

    @Test
    void aNewColumnThatGivesTheLabelAwayIsRejectedBecauseClientsDoNotSendIt() throws Exception {
        String leaking = customers(2, row -> row)
                .replaceFirst("bought", "reason,bought")
                .replace(",yes", ",gift,yes")
                .replace(",no", ",,no");

        assertThat(judge(customers(1, row -> row), leaking).result().reasons())
                .singleElement()
                .asString()
                .startsWith(
                        "the column 'reason' is new, so requests of the present clients do not have it. Without it, the"
                                + " log_loss (lower is better) of the new model on the ")
                .endsWith("if clients send it from now on, serve the new model with dropfit promote --force");
    }

    @Test
    void aNewColumnThatHelpsALittleIsServed() throws Exception {
        Random random = new Random(4);
        StringBuilder more = new StringBuilder();
        customers(2, row -> row).lines().forEach(line -> {
            boolean bought = line.endsWith("yes");
            String value = more.isEmpty() ? "score" : Double.toString(random.nextGaussian() + (bought ? 0.3 : 0));
            more.append(value).append(',').append(line).append('\n');
        });

        assertThat(judge(customers(1, row -> row), more.toString()).result().promoted())
                .isTrue();
    }

    @Test
    void aFewImpossibleLabelsAreNamed() throws Exception {
        Random random = new Random(5);
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[3] *= random.nextInt(100) == 0 ? 1000 : 1;
            return row;
        }));

        assertThat(judgement.notes())
                .extracting(Anomaly::message)
                .anyMatch(note -> note.matches("the label 'rent' has .* above .* Check whether they are possible"));
    }

    @Test
    void aSelectedPartOfThePreviousRowsIsRejected() throws Exception {
        String whole = homes(1, row -> row);
        List<String> rows = whole.lines()
                .skip(1)
                .sorted(Comparator.comparingDouble(row -> Double.parseDouble(row.substring(0, row.indexOf(',')))))
                .limit(1000)
                .toList();

        assertThat(judge(whole, "area,distance,floor,rent\n" + String.join("\n", rows))
                        .result()
                        .reasons())
                .first()
                .asString()
                .startsWith(
                        "the dataset has 1,000 of the 1,500 rows of the previous one, no others, and not a random part"
                                + " of them: 'area' has other values than in the previous dataset");
        assertThat(judge(whole, whole.lines().limit(1001).collect(Collectors.joining("\n")))
                        .result()
                        .promoted())
                .isTrue();
    }

    @Test
    void theSettingsForSeveralColumnsAreOneObject() throws Exception {
        String words = homes(2, row -> row)
                .replaceAll("(?m)^([-0-9.]+),[0-9.]+[0-3],[0-9]+,", "$1,near,low,")
                .replaceAll("(?m)^([-0-9.]+),[0-9.]+[4-6],[0-9]+,", "$1,middle,middle,")
                .replaceAll("(?m)^([-0-9.]+),[0-9.]+[7-9],[0-9]+,", "$1,far,high,");

        assertThat(judge(homes(1, row -> row), words).result().reasons())
                .anyMatch(reason -> reason.startsWith(
                        "set {\"columns\": {\"distance\": \"categorical\", \"floor\": \"categorical\"}} in"
                                + " dropfit.json, or "));
    }

    @Test
    void aFileThatLostMostRowsMustShowThatItsModelIsAsGood() throws Exception {
        String whole = homes(1, row -> row);
        String few = homes(2, row -> row).lines().limit(151).collect(Collectors.joining("\n"));

        assertThat(judge(whole, few).result().reasons())
                .first()
                .asString()
                .startsWith(
                        "the dataset has 150 rows, and the previous one had 1,500. So few rows can't show whether the"
                                + " new model is as good as the previous one: on the ")
                .endsWith("if there are no more, serve the new model with dropfit promote --force");
    }

    @Test
    void aDayInPlaceOfAllRowsIsRejectedAlthoughItsRowsAreRankedAlike() throws Exception {
        String day = customers(2, row -> row).lines().limit(61).collect(Collectors.joining("\n"));

        assertThat(judge(customers(1, row -> row), day).result().reasons())
                .first()
                .asString()
                .matches("the dataset has 60 rows, and the previous one had 1,500\\. So few rows can't show whether the"
                        + " new model is as good as the previous one: only \\d+ holdout rows can be compared\\..*");
    }

    @Test
    void aSensorThatIsStuckIsNamedByTheValuesThatBecameFrequent() throws Exception {
        int[] rows = {0};
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> {
            row[0] = rows[0]++ > 1000 ? 44.1 : row[0];
            return row;
        }));

        assertThat(judgement.notes())
                .extracting(Anomaly::message)
                .anyMatch(note ->
                        note.matches("'area' has other values than in the previous dataset: those above 3\\d\\S* and"
                                + " up to 4\\d\\S* had 5\\.0 % of the rows and have 3\\d\\.\\d %\\. Check where the column"
                                + " comes from"));
    }

    @Test
    void aModelWithoutAColumnIsComparedWithTheRecordOfThePreviousOne() throws Exception {
        String fewer = homes(2, row -> row).replaceAll("(?m)^[^,]*,", "");
        String without = homes(2, row -> row).replaceAll("(?m)^([^,]*),([^,]*),[^,]*,", "$1,$2,");

        assertThat(judge(homes(1, row -> row), fewer).result().reasons())
                .first()
                .asString()
                .startsWith(
                        "the previous model can't be evaluated on this dataset, which does not have its column 'area'."
                                + " It had r2 ");
        assertThat(judge(homes(1, row -> row), without).result().promoted()).isTrue();
    }

    @Test
    void aFreshSampleIsServedWithoutNotes() throws Exception {
        Judgement judgement = judge(homes(1, row -> row), homes(2, row -> row));

        assertThat(judgement.result().promoted()).isTrue();
        assertThat(judgement.notes()).isEmpty();
    }

    @Test
    void aLabelThatMovedAndAColumnThatIsGoneAreNotes() throws Exception {
        String fewer = homes(2, row -> {
                    row[3] += 300;
                    return row;
                })
                .replaceAll("(?m)^([^,]*),[^,]*,", "$1,");

        assertThat(judge(homes(1, row -> row), fewer).notes())
                .extracting(Anomaly::name)
                .containsExactly("missing-column", "moved-label");
    }

    @Test
    void rowsOfCategoriesOnlyAreNotTakenForTheSameRows() throws Exception {
        assertThat(judge(categories(1), categories(2)).notes()).isEmpty();
    }

    @Test
    void aModelOfAnEarlierReleaseIsComparedByItsSizeAndTheReasonsSayThat() throws Exception {
        Training champion = train(homes(1, row -> row), Optional.empty());
        JsonObject record = champion.model().metrics().deepCopy();
        record.remove("label_profile");
        record.getAsJsonArray("columns")
                .forEach(column ->
                        column.getAsJsonObject().getAsJsonObject("profile").remove("bins"));
        Model old = new Model(champion.model().pipeline(), champion.model().scorer(), record);
        Training challenger = train(
                homes(2, row -> {
                    row[0] *= 100;
                    row[3] = home(new Random(Double.hashCode(row[0])))[3];
                    return row;
                }),
                Optional.of(old));

        Judgement judgement =
                Judgement.of(challenger, new Latest(Optional.empty(), Optional.of(old), Optional.empty(), ""));

        assertThat(judgement.result().reasons())
                .anyMatch(reason ->
                        reason.startsWith("the columns can't be compared with those of the previous dataset"));
    }

    private static Judgement judge(String before, String now) throws Exception {
        Training champion = train(before, Optional.empty());
        Training challenger = train(now, Optional.of(champion.model()));
        return Judgement.of(
                challenger,
                new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), ""));
    }

    private static Training train(String csv, Optional<Model> champion) throws Exception {
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                Settings.NONE,
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "test");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "test", new Inputs(1, 0)));
    }

    /** The rent of a home by its area, its distance and its floor. */
    private static String homes(int seed, UnaryOperator<double[]> change) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("area,distance,floor,rent\n");
        for (int i = 0; i < ROWS; i++) {
            double[] row = change.apply(home(random));
            csv.append(String.format(Locale.ROOT, "%.2f,%.2f,%.0f,%.2f%n", row[0], row[1], row[2], row[3]));
        }
        return csv.toString();
    }

    private static double[] home(Random random) {
        double area = 60 + 20 * random.nextGaussian();
        double distance = 12 * random.nextDouble();
        int floor = random.nextInt(20);
        return new double[] {area, distance, floor, 9 * area - 25 * distance + 3 * floor + 60 * random.nextGaussian()};
    }

    /** Whether a customer bought something, by age, visits and town. */
    private static String customers(int seed, UnaryOperator<String[]> change) {
        Random random = new Random(seed);
        return Tables.csv("age,visits,town,bought", ROWS, row -> {
            int age = 20 + random.nextInt(60);
            int visits = random.nextInt(10);
            String town = random.nextInt(2) == 0 ? "Bern" : "Basel";
            double margin = 0.08 * (age - 50) + 0.3 * (visits - 5) + (town.equals("Bern") ? 0.5 : 0);
            String bought = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? "yes" : "no";
            return String.join(
                    ",", change.apply(new String[] {Integer.toString(age), Integer.toString(visits), town, bought}));
        });
    }

    /** A grade from 0 to 5 by a number; another number, a date and a shop are noise. */
    private static String grades(int seed) {
        Random random = new Random(seed);
        return Tables.csv("points,height,day,shop,grade", ROWS, row -> {
            double points = random.nextGaussian();
            long grade = Math.round(Math.max(0, Math.min(5, 2.5 + points + random.nextGaussian())));
            return String.format(
                    Locale.ROOT,
                    "%.3f,%.3f,2026-%02d-%02d,shop %d,g%d",
                    points,
                    random.nextGaussian(),
                    1 + random.nextInt(12),
                    1 + random.nextInt(28),
                    random.nextInt(4),
                    grade);
        });
    }

    private static String categories(int seed) {
        Random random = new Random(seed);
        return categories(seed, () -> random.nextInt(6));
    }

    private static String categories(int seed, IntSupplier colours) {
        Random random = new Random(seed + 100);
        return Tables.csv("colour,size,shape,sold", ROWS, row -> {
            int colour = colours.getAsInt();
            return "colour " + colour + ",size " + random.nextInt(5) + ",shape " + random.nextInt(4) + ","
                    + (random.nextInt(6) < colour ? "yes" : "no");
        });
    }
}
