package dev.dropfit.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveCountsTest {
    private static final double[] PLAIN = {50, 0, 0, 0.2};

    @Test
    void aValueIsCountedInItsBin() {
        LiveCounts counts = LiveRows.counts(
                new double[] {20, 0, 0, 0.1},
                new double[] {40, 1, 1, 0.3},
                new double[] {40.5, 1, 2, 0.31},
                new double[] {80, 1, 0, 0.9});

        assertThat(counts.rows()).isEqualTo(4);
        assertThat(counts.all().get(0).bins()).containsExactly(0, 2, 1, 1, 0);
        assertThat(counts.all().get(1).bins()).containsExactly(3, 1, 0);
        assertThat(counts.all().get(2).bins()).containsExactly(2, 1, 1);
        assertThat(counts.all().get(3).bins()).containsExactly(0, 2, 1, 1, 0);
    }

    @Test
    void whatIsOutOfRangeMissingOrUnseenIsCountedOnItsOwn() {
        LiveCounts counts = LiveRows.counts(
                new double[] {19.9, 2, Feature.Categorical.ABSENT, 0.05},
                new double[] {80.1, Feature.Categorical.NONE, Feature.Categorical.NONE, 0.95},
                new double[] {Double.NaN, 0, 0, 0.5});

        assertThat(counts.all().get(0).bins()).containsExactly(1, 0, 0, 0, 1);
        assertThat(counts.all().get(0).missing()).isEqualTo(1);
        assertThat(counts.all().get(1).missing()).isEqualTo(1);
        assertThat(counts.all().get(1).unseen()).isEqualTo(1);
        assertThat(counts.all().get(2).missing()).isEqualTo(1);
        assertThat(counts.all().get(2).unseen()).isEqualTo(1);
        assertThat(counts.all().get(3).bins()).containsExactly(1, 0, 1, 0, 1);
    }

    @Test
    void theCountsOf50InstancesAddUpToThoseOfOnePass() {
        SplittableRandom random = new SplittableRandom(1);
        LiveCounts sum = LiveCounts.none(LiveRows.BINS);
        List<double[]> all = new ArrayList<>();
        for (int instance = 0; instance < 50; instance++) {
            double[][] rows = new double[10 + random.nextInt(90)][];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = new double[] {
                    random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(10, 90),
                    random.nextInt(-1, 3),
                    random.nextInt(-1, 3),
                    random.nextDouble()
                };
                all.add(rows[row]);
            }
            // Through the bytes of its object.
            LiveCounts written = LiveRows.counts(rows);
            sum = sum.plus(LiveCounts.read(LiveRows.BINS, written.toJson()).orElseThrow());
        }

        assertThat(sum.same(LiveRows.counts(all.toArray(double[][]::new)))).isTrue();
    }

    @Test
    void countsOfFewRowsHaveNoColumns() {
        double[][] nine = new double[9][];
        Arrays.fill(nine, PLAIN);

        JsonObject json = LiveRows.counts(nine).toJson();

        assertThat(json.keySet()).containsExactly("format", "rows", "traffic");
        assertThat(LiveCounts.read(LiveRows.BINS, json).orElseThrow().rows()).isEqualTo(9);
        assertThat(LiveCounts.read(LiveRows.BINS, json).orElseThrow().counted()).isZero();
    }

    @Test
    void countsOfOtherBinsAreNotRead() {
        double[][] ten = new double[10][];
        Arrays.fill(ten, PLAIN);
        JsonObject json = LiveRows.counts(ten).toJson();

        json.getAsJsonObject("columns").remove("age");

        assertThat(LiveCounts.read(LiveRows.BINS, json)).isEmpty();
        assertThat(LiveCounts.read(LiveRows.BINS, new JsonObject())).isEmpty();
    }

    @Test
    void binsAreReadAsTheyWereWritten() {
        assertThat(TrainingBins.read(LiveRows.BINS.toJson())).contains(LiveRows.BINS);
        assertThat(TrainingBins.read(new JsonObject())).isEmpty();
    }

    @Test
    void binsHaveNamesForPeople() {
        ColumnBins age = LiveRows.BINS.columns().get(0);

        assertThat(age.name(0)).isEqualTo("below 20");
        assertThat(age.name(1)).isEqualTo("20 to 40");
        assertThat(age.name(4)).isEqualTo("above 80");
        assertThat(LiveRows.BINS.columns().get(2).name(2)).isEqualTo("(other)");
    }
}
