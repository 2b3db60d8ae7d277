package dev.dropfit.trainer.outcome;

import static dev.dropfit.trainer.outcome.Loans.HEADER;
import static dev.dropfit.trainer.outcome.Loans.MODEL;
import static dev.dropfit.trainer.outcome.Loans.START;
import static dev.dropfit.trainer.outcome.Loans.csv;
import static dev.dropfit.trainer.outcome.Loans.drop;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.FailingBucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.live.PredictionId;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.registry.ArchivedModel;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The figures of live predictions follow from the labels, in whatever order, number and parts they arrive. */
final class OutcomeRunTest {
    private static final Clock CLOCK = Clock.fixed(START.plus(Duration.ofDays(9)), ZoneOffset.UTC);

    private static MemoryBucket trainedData;
    private static MemoryBucket trainedModels;
    private static Version first;
    private static Version second;

    private MemoryBucket data;
    private MemoryBucket models;
    private final MemoryBucket live = new MemoryBucket(START);

    @BeforeAll
    static void train() throws IOException {
        trainedData = new MemoryBucket(START);
        trainedModels = new MemoryBucket(START.plusSeconds(5));
        first = Loans.train(trainedData, trainedModels, 1);
        trainedData.setTime(START.plus(Duration.ofDays(2)));
        trainedModels.setTime(START.plus(Duration.ofDays(2)).plusSeconds(5));
        second = Loans.train(trainedData, trainedModels, 2);
        trainedData.setTime(START.plus(Duration.ofDays(8)));
    }

    @BeforeEach
    void copy() {
        data = new MemoryBucket(trainedData);
        models = new MemoryBucket(trainedModels);
    }

    private Outcomes run() throws IOException {
        return run(models);
    }

    private Outcomes run(Bucket output) throws IOException {
        return new OutcomeRun(data, new Registry(output), Optional.of(live), CLOCK, Loans.retries())
                .run(MODEL)
                .orElseThrow();
    }

    private Outcomes.OfVersion served(Outcomes outcomes) {
        assertThat(outcomes.versions()).hasSize(1);
        return outcomes.versions().get(0);
    }

    /** The figures, without the files that they are from. */
    private static JsonObject figures(Outcomes outcomes) {
        JsonObject json = outcomes.toJson();
        json.remove("files");
        return json;
    }

    @Test
    void labelsWithTheColumnsOfTheModelGiveTheLiveMetricNextToThePromise() throws Exception {
        drop(data, "loans/labels.csv", csv(HEADER, Loans.rows(600, 7)));

        Outcomes outcomes = run();

        Outcomes.OfVersion of = served(outcomes);
        assertThat(of.version()).isEqualTo(second);
        assertThat(of.metric()).isEqualTo(Metric.ROC_AUC);
        assertThat(of.rows()).isEqualTo(600);
        assertThat(of.metrics().of(Metric.ROC_AUC)).isBetween(0.85, 0.95);
        assertThat(of.promised().of(Metric.ROC_AUC)).isBetween(0.85, 0.95);
        assertThat(of.promised().interval(Metric.ROC_AUC)).isPresent();
        assertThat(of.below()).isFalse();
        assertThat(of.days()).isEmpty();
        assertThat(new Registry(models).readOutcomes(MODEL).outcomes()).contains(outcomes);
    }

    @Test
    void wrongPredictionsAreBelowThePromise() throws Exception {
        List<String> rows = new ArrayList<>(Loans.rows(400, 7));
        // Half of the labels say nothing about the row any more.
        List<String> others = Loans.rows(400, 8);
        for (int i = 0; i < rows.size(); i += 2) {
            String label = others.get(i).substring(others.get(i).lastIndexOf(','));
            rows.set(i, rows.get(i).substring(0, rows.get(i).lastIndexOf(',')) + label);
        }
        drop(data, "loans/labels.csv", csv(HEADER, rows));

        assertThat(served(run()).below()).isTrue();
    }

    @Test
    void orderRepetitionAndPartsDoNotChangeTheFigures() throws Exception {
        List<String> rows = Loans.rows(500, 7);
        drop(data, "loans/labels.csv", csv(HEADER, rows));
        JsonObject expected = figures(run());

        List<String> shuffled = new ArrayList<>(rows);
        shuffled.addAll(rows.subList(100, 300));
        Collections.shuffle(shuffled, new Random(3));
        drop(data, "loans/labels.csv", csv(HEADER, shuffled));
        assertThat(figures(run())).isEqualTo(expected);

        drop(data, "loans/labels.csv", csv(HEADER, shuffled.subList(400, 700)));
        assertThat(figures(run())).isNotEqualTo(expected);
        drop(data, "loans/labels/late.csv", csv(HEADER, shuffled.subList(0, 500)));
        assertThat(figures(run())).isEqualTo(expected);
    }

    @Test
    void labelsThatAreNotThereYetDoNotCount() throws Exception {
        List<String> rows = new ArrayList<>(Loans.rows(80, 7));
        rows.add("1,1,");
        rows.add("1,1,NA");
        rows.add("1,1,maybe");
        rows.add("rich,1,yes");
        rows.add("1,1,yes,no");
        drop(data, "loans/labels.csv", csv(HEADER, rows));

        Outcomes outcomes = run();

        assertThat(served(outcomes).rows()).isEqualTo(80);
        assertThat(outcomes.files().get(0).rows()).isEqualTo(85);
        assertThat(outcomes.files().get(0).unusable()).isEqualTo(3);
        assertThat(outcomes.files().get(0).problems())
                .containsExactly(
                        "line 84: the label is 'maybe'; accepted are the classes no, yes",
                        "line 85: 'income' is 'rich', which can't be used",
                        "line 86: found 4 cells, the header has 3");
    }

    @Test
    void rowsCountForTheVersionThatWasServedThenAndForTheirDay() throws Exception {
        drop(data, "loans/labels.csv", """
            predicted_at,income,debt,paid
            2026-11-20T10:00:00Z,1,0,yes
            2026-11-20T11:00:00Z,1,0,yes
            2026-11-20T11:00:00Z,1,0,yes
            2026-11-25 09:00,-1,0,no
            2026-11-26,1,1,yes
            2026-11-01,1,1,yes
            yesterday,1,1,yes
            """);

        Outcomes outcomes = run();

        assertThat(outcomes.versions()).extracting(Outcomes.OfVersion::version).containsExactly(first, second);
        assertThat(outcomes.of(first).orElseThrow().rows()).isEqualTo(2);
        assertThat(outcomes.of(second).orElseThrow().days())
                .extracting(Outcomes.Day::day)
                .containsExactly(LocalDate.parse("2026-11-25"), LocalDate.parse("2026-11-26"));
        assertThat(outcomes.unmatched()).isEqualTo(1);
        assertThat(outcomes.files().get(0).problems())
                .containsExactly(
                        "line 8: predicted_at is 'yesterday'; accepted is a date or time in ISO 8601, like 2026-11-22"
                                + " or 2026-11-22T08:41:33Z");
    }

    @Test
    void ofTheLabelsOfANameTheNewestFileCountsAndTwoInOneFileContradictEachOther() throws Exception {
        drop(data, "loans/labels/1.csv", "id,income,debt,paid\na,1,0,no\nb,1,0,no\nc,1,0,no\nc,1,0,yes\n");
        Outcomes before = run();
        drop(data, "loans/labels/2.csv", "id,income,debt,paid\na,1,0,yes\n");

        Outcomes outcomes = run();

        assertThat(before.contradictory()).isEqualTo(1);
        assertThat(served(before).metrics().of(Metric.VAL_ACC)).isZero();
        assertThat(outcomes.contradictory()).isEqualTo(1);
        assertThat(served(outcomes).rows()).isEqualTo(2);
        assertThat(served(outcomes).metrics().of(Metric.VAL_ACC)).isEqualTo(50);
    }

    @Test
    void labelsWithIdsNeedOnlyTheStoredScores() throws Exception {
        List<String> rows = Loans.rows(300, 7);
        drop(data, "loans/labels.csv", csv(HEADER, rows));
        Outcomes.OfVersion expected = served(run());
        Model model = ArchivedModel.read(new Registry(models), MODEL, second).model();
        Prediction prediction = new Prediction(model);
        StringBuilder stored = new StringBuilder();
        StringBuilder labels = new StringBuilder("prediction_id,paid\n");
        for (String row : rows) {
            String[] cells = row.split(",", -1);
            double[] values = {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])};
            prediction.predict(values);
            long id = PredictionId.of(PredictionId.seed(second.value()), values);
            LiveScores.line(stored, id, prediction.scores());
            labels.append(PredictionId.text(id)).append(',').append(cells[2]).append('\n');
        }
        labels.append("0123456789abcdef,yes\norder#1,yes\n");
        new LiveScores(live).write(MODEL, second, new Hour(START), "a", stored + "damaged,", Bucket.ABSENT);
        // Another instance had the same requests an hour later.
        new LiveScores(live).write(MODEL, second, new Hour(START).plus(30), "b", stored.toString(), Bucket.ABSENT);
        drop(data, "loans/labels.csv", labels.toString());

        Outcomes outcomes = run();

        Outcomes.OfVersion of = served(outcomes);
        assertThat(of.rows()).isEqualTo(300);
        assertThat(of.metrics().of(Metric.ROC_AUC)).isEqualTo(expected.metrics().of(Metric.ROC_AUC));
        assertThat(of.days()).extracting(Outcomes.Day::day).containsExactly(LocalDate.parse("2026-11-20"));
        assertThat(of.days().get(0).metrics().interval(Metric.ROC_AUC)).isPresent();
        assertThat(outcomes.unmatched()).isEqualTo(1);
        assertThat(outcomes.files().get(0).problems())
                .containsExactly(
                        "line 303: prediction_id is 'order#1'; accepted is an id as a response has it with ?ids=true,"
                                + " or your own: 1 to 128 visible ASCII characters without '#', and for the second row of"
                                + " a request #2 after it");
    }

    @Test
    void anIdOfTheClientNamesEachRowOfItsRequest() throws Exception {
        StringBuilder stored = new StringBuilder();
        StringBuilder labels = new StringBuilder("paid,prediction_id\n");
        ClientId client = new ClientId("order-17");
        for (int row = 0; row < 40; row++) {
            boolean paid = row % 3 == 0;
            LiveScores.line(
                    stored, PredictionId.named(client.text(row)), new double[] {paid ? 0.25 : 0.75, paid ? 0.75 : 0.25
                    });
            labels.append(paid ? "yes," : "no,").append(client.text(row)).append('\n');
        }
        new LiveScores(live).write(MODEL, second, new Hour(START), "a", stored.toString(), Bucket.ABSENT);
        drop(data, "loans/labels.csv", labels.toString());

        Outcomes.OfVersion of = served(run());

        assertThat(of.rows()).isEqualTo(40);
        assertThat(of.metrics().of(Metric.ROC_AUC)).isEqualTo(1);
    }

    @Test
    void aFileThatDoesNotSayWhichPredictionsItIsAboutIsNamed() throws Exception {
        drop(data, "loans/labels/a.csv", "income,paid\n1,yes\n2,no\n");
        drop(data, "loans/labels/b.csv", "income,debt\n1,1\n2,2\n");

        Outcomes outcomes = run();

        assertThat(outcomes.versions()).isEmpty();
        assertThat(outcomes.files().get(0).problems())
                .containsExactly("the file does not say which predictions its labels are about: it has no column"
                        + " prediction_id, and not all columns of the model; it lacks debt");
        assertThat(outcomes.files().get(1).problems())
                .containsExactly(
                        "the file has no column with labels: found income, debt; accepted is a column with the name of"
                                + " the label");
    }

    @Test
    void aRepeatedEventChangesNothing() throws Exception {
        drop(data, "loans/labels.csv", csv(HEADER, Loans.rows(60, 7)));
        run();
        int writes = models.writes().size();

        run();

        assertThat(models.writes()).hasSize(writes);
    }

    @Test
    void storageThatFailsOrAProcessThatIsKilledLosesNothing() throws Exception {
        drop(data, "loans/labels.csv", csv(HEADER, Loans.rows(60, 7)));
        MemoryBucket fresh = new MemoryBucket(models);
        Outcomes expected = run(fresh);
        for (FailingBucket.Failure failure : FailingBucket.Failure.values()) {
            boolean failed = true;
            for (int operation = 1; failed; operation++) {
                models = new MemoryBucket(trainedModels);
                FailingBucket failing = new FailingBucket(models, operation, failure);
                try {
                    run(failing);
                } catch (Killed | IOException e) {
                    // The event arrives again.
                }
                failed = failing.hasFailed();
                assertThat(run()).isEqualTo(expected);
                assertThat(new Registry(models).readOutcomes(MODEL).outcomes()).contains(expected);
            }
        }
    }

    @Test
    void ofTwoAtOnceTheOneThatReadOlderFilesStartsAgain() throws Exception {
        // An id makes it read stored scores, after the file.
        String older = "prediction_id,income,debt,paid\n0123456789abcdef,1,1,yes\n,1,0,yes\n";
        drop(data, "loans/labels.csv", older);
        Bucket overtaken = new ForwardingBucket(live) {
            private boolean done;

            @Override
            protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
                if (!done) {
                    done = true;
                    drop(data, "loans/labels.csv", older + ",0,1,no\n");
                    OutcomeRunTest.this.run();
                }
                return call.run();
            }
        };

        new OutcomeRun(data, new Registry(models), Optional.of(overtaken), CLOCK, Loans.retries()).run(MODEL);

        Outcomes stored = new Registry(models).readOutcomes(MODEL).outcomes().orElseThrow();
        assertThat(served(stored).rows()).isEqualTo(2);
    }
}
