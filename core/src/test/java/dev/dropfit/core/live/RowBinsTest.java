package dev.dropfit.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

            int[] slots = {-1};
            bins.find(new double[] {value}, new double[0], slot -> slots[0] = slot);

            assertThat(slots[0]).as("%s among %s", value, age.bounds()).isEqualTo((int) below);
        }
    }
}
