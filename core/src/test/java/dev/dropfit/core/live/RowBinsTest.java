package dev.dropfit.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBinsTest {
    private static final Pipeline PIPELINE = new Pipeline(
            "sick",
            "prediction",
            "logistic-regression",
            new Target.Classes(List.of("no", "yes"), Map.of()),
            List.of(new Feature.Numeric("age", 50, 50, 10)),
            List.of());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 10, 15, 16, 20})
    void aNumberIsInTheBinAfterAllBoundsThatAreBelowIt(int above) {
        SplittableRandom random = new SplittableRandom(above);
        List<Double> upTo = random.doubles(above, -5, 5).boxed().sorted().toList();
        ColumnBins age = ColumnBins.numbers(
                "age", -6, upTo, IntStream.range(0, above).mapToObj(i -> 1L).toList(), 0);
        RowBins bins = new RowBins(new TrainingBins(above, List.of(age), 0, Optional.empty()), PIPELINE);

        for (int i = 0; i < 1000; i++) {
            double value = switch (i % 4) {
                case 0 -> age.bounds().get(random.nextInt(above + 1));
                case 1 -> i % 8 == 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                default -> random.nextDouble(-7, 7);
            };
            long below = age.bounds().stream().filter(bound -> bound < value).count();

            assertThat(slots(bins, new double[] {value}))
                    .as("%s among %s", value, age.bounds())
                    .containsExactly((int) below);
        }
    }

    /** Bins that end at whole numbers have cells for these; other numbers are between them. */
    @ParameterizedTest
    @ValueSource(ints = {-300, -7, 0, 250, Integer.MAX_VALUE - 100, Integer.MIN_VALUE})
    void aNumberIsInItsBinWhetherItIsWholeOrNot(int lowest) {
        List<Double> upTo = List.of(lowest + 9.0, lowest + 10.0, lowest + 60.0);
        ColumnBins age = ColumnBins.numbers("age", lowest, upTo, List.of(1L, 1L, 1L), 0);
        RowBins bins = new RowBins(new TrainingBins(3, List.of(age), 0, Optional.empty()), PIPELINE);

        for (double value : new double[] {
            lowest,
            lowest + 5,
            lowest + 9,
            lowest + 10,
            lowest + 11,
            lowest + 60,
            lowest + 61,
            lowest - 1,
            lowest + 0.5,
            lowest - 0.25,
            lowest + 9.5,
            lowest + 60.5,
            Math.nextUp(lowest + 10.0),
            Math.nextDown(lowest + 10.0),
            -0.0,
            0,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            1e300,
            -1e300,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        }) {
            int below =
                    (int) age.bounds().stream().filter(bound -> bound < value).count();

            assertThat(slots(bins, new double[] {value})).as("%s", value).containsExactly(below);
        }
        assertThat(slots(bins, new double[] {Double.NaN})).containsExactly(age.bins());
        assertThat(bins.cells()).as("cells for 61 numbers").isEqualTo(age.bins() + 2 + 61);
    }

    /** Some columns of few levels, whose combinations are counted, and one of many. */
    @Test
    void manyCategoriesAreCountedAsEachByItself() {
        List<Integer> levels = List.of(3, 2, 300, 5, 9, 4);
        List<Feature> features = new ArrayList<>();
        List<ColumnBins> columns = new ArrayList<>();
        for (int c = 0; c < levels.size(); c++) {
            List<String> names = IntStream.range(0, levels.get(c))
                    .mapToObj(level -> "level " + level)
                    .toList();
            features.add(new Feature.Categorical("c" + c, names, c == 2, c == 3));
            List<String> own = names.subList(1, Math.min(4, names.size()));
            columns.add(new ColumnBins(
                    "c" + c,
                    ColumnBins.Kind.CATEGORIES,
                    List.of(),
                    own,
                    Collections.nCopies(own.size() + 1, 1L),
                    0,
                    0));
        }
        Pipeline pipeline =
                new Pipeline("sick", "prediction", "logistic-regression", PIPELINE.target(), features, List.of());
        RowBins bins = new RowBins(new TrainingBins(1, columns, 0, Optional.empty()), pipeline);
        SplittableRandom random = new SplittableRandom(1);
        long[] cells = new long[bins.cells()];
        long[] expected =
                new long[columns.stream().mapToInt(column -> column.bins() + 2).sum()];

        for (int row = 0; row < 5000; row++) {
            double[] values = new double[columns.size()];
            int first = 0;
            for (int c = 0; c < values.length; c++) {
                int own = columns.get(c).bins();
                Feature.Categorical feature = (Feature.Categorical) features.get(c);
                int code = random.nextInt(20) == 0 ? -1 : random.nextInt(feature.width());
                boolean missing = code < 0 ? random.nextBoolean() : feature.hasMissing() && code == feature.missing();
                values[c] = code >= 0 ? code : missing ? Feature.Categorical.ABSENT : Feature.Categorical.NONE;
                int bin = code >= 1 && code < Math.min(4, levels.get(c)) ? code - 1 : own - 1;
                expected[first + (missing ? own : code < 0 ? own + 1 : bin)]++;
                first += own + 2;
            }
            bins.count(values, new double[0], cells, 0);
        }

        assertThat(bins.slots(cells)).isEqualTo(expected);
    }

    private static List<Integer> slots(RowBins bins, double[] row) {
        long[] cells = new long[bins.cells()];
        bins.count(row, new double[0], cells, 0);
        long[] slots = bins.slots(cells);
        return IntStream.range(0, slots.length)
                .filter(slot -> slots[slot] == 1)
                .boxed()
                .toList();
    }
}
