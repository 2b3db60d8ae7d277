package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.GatePairs.Scene;
import dev.dropfit.trainer.evaluate.Scores;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that no comparison of two models shows, because both models predict them well: copies, predictions, and rows without an outcome. */
final class SuspiciousRowsTest {
    private static final int ROWS = 3000;
    private static final GatePairs PAIRS = new GatePairs(ROWS, Settings.NONE);

    @Test
    void copiesOfOneRowAmongTheOthersAreRejected() throws Exception {
        String next = PAIRS.csv(1, Scene.EQUAL);
        String copied = next + copies(next, 1800);

        Judgement judgement = judged(PAIRS.csv(0, Scene.EQUAL), copied);

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .contains("1,801 of the 4,800 rows are one and the same row. Its value of '")
                        .contains(", is in no other row, and in the previous dataset at most 5.0 % of the rows had it."
                                + " Check whether a program wrote the row again and again, and remove the copies"));
    }

    @Test
    void copiesOfOneRowInTheirPlaceAreRejected() throws Exception {
        String next = PAIRS.csv(1, Scene.EQUAL);
        String copied = first(next, 1200) + copies(next, 1800);

        assertThat(judged(PAIRS.csv(0, Scene.EQUAL), copied).notes())
                .extracting(Anomaly::name)
                .contains("copied-row");
    }

    @Test
    void equalRowsOfASurveyAreNormal() throws Exception {
        assertThat(judged(survey(1), survey(2)).notes()).isEmpty();
    }

    @Test
    void labelsThatThePreviousModelPredictedAreRejected() throws Exception {
        Training champion = PAIRS.train(PAIRS.csv(0, Scene.EQUAL), Optional.empty());

        Judgement judgement = PAIRS.judged(champion, predicted(champion, PAIRS.csv(1, Scene.EQUAL)));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons().get(0))
                .startsWith("the data changed: the label 'bought' is what the previous model predicts in all 3,000 new"
                        + " rows. It is wrong in about ")
                .endsWith(" of so many rows, by its record. So the labels are probably its predictions, from which no"
                        + " model can learn more. Upload what really happened; if the rows are right, serve the"
                        + " new model with dropfit promote --force");
    }

    @Test
    void rowsWithPredictedLabelsAmongPreviousOnesAreRejected() throws Exception {
        String before = PAIRS.csv(0, Scene.EQUAL);
        Training champion = PAIRS.train(before, Optional.empty());
        String added = first(predicted(champion, PAIRS.csv(1, Scene.EQUAL)), 600);

        Judgement judgement = PAIRS.judged(champion, before + body(added));

        assertThat(judgement.result().reasons())
                .anyMatch(reason -> reason.contains("is what the previous model predicts in all 600 new rows"));
    }

    @Test
    void numbersThatThePreviousModelPredictedAreRejected() throws Exception {
        GatePairs trees = new GatePairs(1000, SettingsReader.read("{\"learner\":\"gradient-boosting\"}"));
        Training champion = trees.train(prices(1), Optional.empty());

        Judgement judgement = trees.judged(champion, predicted(champion, prices(2)));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anyMatch(reason -> reason.contains(
                        "the label 'price' is nearly what the previous model predicts in all 1,000 new rows: it differs"
                                + " by at most "));
        assertThat(trees.judged(champion, prices(2)).notes()).isEmpty();
    }

    @Test
    void newestRowsWithoutAnOutcomeAreRejected() throws Exception {
        Judgement judgement = judged(dated(1, 0, true), dated(2, 0.25, true));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("the data changed: all of the 7")
                        .contains(" newest rows, from 2026-0")
                        .contains("in 'day' on, have the label 'no'. By the rows before them, about ")
                        .endsWith("should have another one. If what happened is not known yet, leave the label of"
                                + " these rows empty; if the rows are right, serve the new model with dropfit promote"
                                + " --force"));
    }

    @Test
    void newestRowsAreThoseAtTheEndOfAFileWithoutDates() throws Exception {
        assertThat(judged(dated(1, 0, false), dated(2, 0.25, false)).result().reasons())
                .anyMatch(reason -> reason.startsWith("the data changed: all of the 7")
                        && reason.contains(" newest rows, the last ones of the file, have the label 'no'"));
    }

    @Test
    void newestRowsWithoutAnOutcomeAreANoteIfThePreviousDatasetHadThemToo() throws Exception {
        Training champion = PAIRS.train(dated(1, 0.25, true), Optional.empty());
        Judgement judgement = PAIRS.judged(champion, dated(2, 0.25, true));

        assertThat(champion.record().model().anomalies())
                .extracting(Anomaly::name)
                .contains("no-outcomes-yet");
        assertThat(judgement.result().reasons()).noneMatch(reason -> reason.contains("newest rows"));
    }

    @Test
    void filesThatAreSortedByTheLabelOrByAColumnHaveNoNewestRows() throws Exception {
        List<String> rows = body(PAIRS.csv(0, Scene.EQUAL)).lines().collect(Collectors.toCollection(ArrayList::new));
        Comparator<String> byLabel = Comparator.comparing(row -> row.substring(row.lastIndexOf(',')));
        Comparator<String> byAge =
                Comparator.comparingDouble(row -> Double.parseDouble(row.substring(0, row.indexOf(','))));
        for (Comparator<String> order : List.of(byLabel, byLabel.reversed(), byAge, byAge.reversed())) {
            rows.sort(order);
            String csv = "age,income,visits,height,town,bought\n" + String.join("\n", rows);

            assertThat(PAIRS.train(csv, Optional.empty()).record().model().anomalies())
                    .extracting(Anomaly::name)
                    .doesNotContain("no-outcomes-yet");
        }
    }

    private static Judgement judged(String before, String now) throws Exception {
        return PAIRS.judged(PAIRS.train(before, Optional.empty()), now);
    }

    private static String body(String csv) {
        return csv.substring(csv.indexOf('\n') + 1);
    }

    private static String first(String csv, int rows) {
        return csv.lines().limit(rows + 1).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Copies of the first row. */
    private static String copies(String csv, int count) {
        String row = csv.lines().skip(1).findFirst().orElseThrow();
        return String.join("\n", Collections.nCopies(count, row));
    }

    /** The same rows with the predictions of a model as labels. */
    private static String predicted(Training champion, String csv) throws Exception {
        Model model = champion.model();
        Dataset dataset = PAIRS.train(csv, Optional.of(model)).dataset();
        Target target = dataset.schema().target();
        Scores scores = Scores.of(model, target, dataset.table(), Split.of(1), true);
        List<String> lines = csv.lines().toList();
        return Stream.concat(
                        Stream.of(lines.get(0)),
                        IntStream.range(0, scores.rows()).mapToObj(row -> {
                            String line = lines.get(row + 1);
                            String label = target instanceof Target.Classes classes
                                    ? classes.values().get(scores.likeliestClass(row))
                                    : String.format(Locale.ROOT, "%.2f", scores.values()[row]);
                            return line.substring(0, line.lastIndexOf(',') + 1) + label;
                        }))
                .collect(Collectors.joining("\n"));
    }

    /** Most persons give the same response to all questions. */
    private static String survey(int seed) {
        Random random = new Random(seed);
        return Tables.csv("speed,price,taste,place,recommends", ROWS, row -> {
            boolean content = random.nextInt(3) > 0;
            String grades = IntStream.range(0, 4)
                    .mapToObj(question -> Integer.toString(content ? 5 : 1 + random.nextInt(5)))
                    .collect(Collectors.joining(","));
            return grades + "," + (random.nextInt(10) < (content ? 9 : 3) ? "yes" : "no");
        });
    }

    private static String prices(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tables.csv("area,distance,price", 1000, row -> {
            double area = 60 + 20 * random.nextGaussian();
            double distance = 12 * random.nextDouble();
            return String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%.2f",
                    area,
                    distance,
                    900 * area - 2500 * distance + 6000 * random.nextGaussian());
        });
    }

    /**
     * Whether a customer bought something after a visit.
     *
     * @param unknown the share of the rows, the newest ones, whose label is "no" because it is not known yet
     */
    private static String dated(int seed, double unknown, boolean withDates) {
        SplittableRandom random = new SplittableRandom(seed);
        return Tables.csv(withDates ? "day,age,visits,bought" : "age,visits,bought", ROWS, row -> {
            double age = random.nextGaussian();
            double visits = random.nextGaussian();
            boolean bought =
                    row < (1 - unknown) * ROWS && random.nextDouble() < 1 / (1 + Math.exp(-1.2 * age - 0.5 * visits));
            String day = withDates ? LocalDate.parse("2026-01-01").plusDays(row / 12) + "," : "";
            return day + String.format(Locale.ROOT, "%.3f,%.3f,%s", age, visits, bought ? "yes" : "no");
        });
    }
}
