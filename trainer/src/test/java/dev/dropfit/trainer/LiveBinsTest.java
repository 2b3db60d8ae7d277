package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.live.BinCounts;
import dev.dropfit.core.live.ColumnBins;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.scoring.CsvBytes;
import dev.dropfit.core.scoring.CsvScoring;
import dev.dropfit.core.scoring.ScoredRows;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bins in which live rows are counted, as training fixes them. */
class LiveBinsTest {
    private static final int ROWS = 1000;

    /** Numbers with ties and missing values, categories with rare and single levels, a date, and a text. */
    private static String csv(String header, String... labels) {
        SplittableRandom random = new SplittableRandom(5);
        return Tables.csv(header, ROWS, row -> {
            double age = 20 + 60 * random.nextDouble();
            String city = row < 10 ? "village" + row : row < 25 ? "town" : "city" + random.nextInt(4);
            return (random.nextInt(10) == 0 ? "" : String.valueOf(Math.round(age * 10) / 10.0)) + ","
                    + (random.nextInt(2) == 0 ? 0 : random.nextInt(1, 100)) + ","
                    + city + ","
                    + (random.nextInt(20) == 0 ? "" : "2025-0" + (1 + row % 9) + "-1" + row % 10) + ","
                    + labels[((int) (age + 20 * random.nextDouble())) * labels.length / 101];
        });
    }

    private static Training train(String csv) throws Exception {
        return Training.of(
                Dataset.read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        SettingsReader.read(
                                "{\"learner\": \"logistic-regression\", \"columns\": {\"city\": \"categorical\"}}")),
                RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    private static ColumnBins column(TrainingBins bins, String name) {
        return bins.columns().stream()
                .filter(column -> column.column().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long sum(ColumnBins column) {
        return column.rows().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void eachColumnHasBinsOfItsKindThatHaveAllRows() throws Exception {
        TrainingBins bins = ModelFile.readBins(
                train(csv("age,visits,city,joined,target", "no", "yes")).file());

        assertThat(bins.rows()).isEqualTo(ROWS);
        ColumnBins age = column(bins, "age");
        assertThat(age.kind()).isEqualTo(ColumnBins.Kind.NUMBERS);
        assertThat(age.bins()).isBetween(9, 13);
        assertThat(age.missing()).isBetween(60L, 140L);
        assertThat(sum(age) + age.missing()).isEqualTo(ROWS);
        // No training row is out of the range of training, and no bin is that of few rows.
        assertThat(age.rows().get(0)).isZero();
        assertThat(age.rows().get(age.bins() - 1)).isZero();
        assertThat(age.rows().subList(1, age.bins() - 1)).allMatch(rows -> rows >= 40);

        ColumnBins visits = column(bins, "visits");
        assertThat(visits.rows().get(1)).as("zero is a bin of its own").isBetween(400L, 600L);

        ColumnBins joined = column(bins, "joined");
        assertThat(joined.kind()).isEqualTo(ColumnBins.Kind.PRESENCE);
        assertThat(joined.rows()).containsExactly(ROWS - joined.missing());
    }

    @Test
    void onlyFrequentLevelsHaveABinAndSingleOnesSayHowManyUnseenToExpect() throws Exception {
        ColumnBins city = column(
                ModelFile.readBins(
                        train(csv("age,visits,city,joined,target", "no", "yes")).file()),
                "city");

        assertThat(city.levels()).containsExactlyInAnyOrder("city0", "city1", "city2", "city3");
        assertThat(city.rows().get(4)).as("ten villages and a town").isEqualTo(25);
        assertThat(city.unseen()).isEqualTo(10);
        assertThat(sum(city)).isEqualTo(ROWS);
    }

    @Test
    void theScoreHasTheHoldoutRows() throws Exception {
        Training binary = train(csv("age,visits,city,joined,target", "no", "yes"));
        TrainingBins bins = ModelFile.readBins(binary.file());
        assertThat(bins.scored()).isBetween(150L, 250L);
        assertThat(sum(bins.score().orElseThrow())).isEqualTo(bins.scored());
        assertThat(bins.score().orElseThrow().bounds()).allMatch(bound -> bound >= -0.01 && bound <= 1);

        ColumnBins classes = ModelFile.readBins(train(csv("age,visits,city,joined,target", "low", "middle", "high"))
                        .file())
                .score()
                .orElseThrow();
        assertThat(classes.kind()).isEqualTo(ColumnBins.Kind.CATEGORIES);
        assertThat(classes.levels()).isSubsetOf("low", "middle", "high").hasSizeGreaterThan(1);
    }

    @Test
    void ofManyScoresASampleGivesTheBoundsAndAllAreCounted() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        String csv = Tables.csv("x,target", 50_000, row -> {
            double x = random.nextDouble();
            return Math.round(x * 1e6) / 1e6 + "," + (x > random.nextDouble() ? "yes" : "no");
        });

        TrainingBins bins = ModelFile.readBins(Training.of(
                        Dataset.read(
                                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                                SettingsReader.read("{\"learner\": \"logistic-regression\", \"holdout\": 0.5}")),
                        RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")))
                .file());

        ColumnBins score = bins.score().orElseThrow();
        assertThat(bins.scored()).isBetween(24_000L, 26_000L);
        assertThat(sum(score)).isEqualTo(bins.scored());
        // No score is out of their range, and each bin has about a tenth of them.
        assertThat(score.rows().get(0)).isZero();
        assertThat(score.rows().get(score.bins() - 1)).isZero();
        assertThat(score.rows().subList(1, score.bins() - 1))
                .hasSize(10)
                .allMatch(rows -> rows >= 0.085 * bins.scored() && rows <= 0.115 * bins.scored());
    }

    @Test
    void theRowsOfTrainingAreCountedAsTrainingCountedThem() throws Exception {
        String csv = csv("age,visits,city,joined,target", "no", "yes");
        Training training = train(csv);
        Model model = training.model();
        TrainingBins bins = ModelFile.readBins(training.file());
        RowBins rowBins = new RowBins(bins, model.pipeline());
        long[] cells = new long[rowBins.cells()];

        Scorer counting = new Scorer() {
            @Override
            public synchronized void score(double[] row, double[] scores) {
                model.scorer().score(row, scores);
                rowBins.count(row, scores, cells, 0);
            }

            @Override
            public double contributions(double[] row, int output, double[] contributions) {
                throw new UnsupportedOperationException();
            }
        };
        new CsvScoring(new Model(model.pipeline(), counting, model.metrics()))
                .score(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), 0, new CsvScoring.Output() {
                    @Override
                    public void begin(CsvBytes predicted, CsvBytes unusable, List<String> unknown) {}

                    @Override
                    public boolean take(ScoredRows rows) {
                        return true;
                    }
                });

        LiveCounts counts = new LiveCounts(bins, ROWS, rowBins.slots(cells), Traffic.NONE);
        for (int i = 0; i < bins.columns().size(); i++) {
            ColumnBins column = bins.columns().get(i);
            BinCounts live = counts.all().get(i);
            long[] found = live.bins().clone();
            // Levels that only holdout rows have are unseen; the last bin of training has them.
            found[found.length - 1] += live.unseen();
            assertThat(found)
                    .as(column.column())
                    .containsExactly(
                            column.rows().stream().mapToLong(Long::longValue).toArray());
            assertThat(live.missing()).as(column.column()).isEqualTo(column.missing());
            assertThat(live.unseen()).as(column.column()).isLessThanOrEqualTo(column.unseen());
        }
    }
}
