package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.DependenceFacts;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the prediction depends on columns, from the file to the record. */
class PartialDependenceTest {
    private static List<DependenceFacts> train(String csv) throws Exception {
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                SettingsReader.read("{\"label\": \"y\"}"));
        return Training.of(LinearDataset.of(dataset), RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")))
                .record()
                .model()
                .dependence();
    }

    @Test
    void aLinearModelHasTheSlopesOfItsData() throws Exception {
        Random random = new Random(1);
        List<DependenceFacts> facts = train(Tables.csv("size,town,noise,y", 1000, row -> {
            double size = 100 * random.nextDouble();
            int town = random.nextInt(3);
            return size + "," + "abc".charAt(town) + "," + random.nextGaussian() + ","
                    + (3 * size + 40 * town + random.nextGaussian());
        }));

        assertThat(facts).extracting(DependenceFacts::column).containsExactlyInAnyOrder("size", "town", "noise");
        assertThat(facts.get(0).column()).isEqualTo("size");
        List<DependenceFacts.Point> size = facts.get(0).points();
        DependenceFacts.Point low = size.get(0);
        DependenceFacts.Point high = size.get(size.size() - 1);
        assertThat(size).hasSize(8);
        assertThat((high.mean() - low.mean()) / (high.number() - low.number())).isCloseTo(3, within(0.05));
        DependenceFacts town = facts.stream()
                .filter(column -> column.column().equals("town"))
                .findFirst()
                .orElseThrow();
        assertThat(mean(town, "c") - mean(town, "a")).isCloseTo(80, within(1.0));
    }

    @Test
    void ofTwoClassesTheProbabilityOfThePositiveOneIsShown() throws Exception {
        Random random = new Random(2);
        List<DependenceFacts> facts = train(Tables.csv("x,y", 600, row -> {
            double x = random.nextGaussian();
            return x + "," + (x + random.nextGaussian() > 0 ? "yes" : "no");
        }));

        assertThat(facts.get(0).points())
                .extracting(DependenceFacts.Point::mean)
                .isSorted()
                .allMatch(mean -> mean > 0 && mean < 1);
    }

    @Test
    void ofMoreClassesNothingIsShown() throws Exception {
        Random random = new Random(3);
        assertThat(train(Tables.csv("x,y", 300, row -> random.nextGaussian() + "," + "abc".charAt(row % 3))))
                .isEmpty();
    }

    private static double mean(DependenceFacts facts, String level) {
        return facts.points().stream()
                .filter(point -> point.level().equals(level))
                .findFirst()
                .orElseThrow()
                .mean();
    }
}
