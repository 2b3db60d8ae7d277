package dev.dropfit.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training uses at most 1.5 times the planned memory, and the plan is at most twice what samples of its memory show. {@code -Ddropfit.planned=30} tries 30 shapes; {@code
 * bench/memory} prints their table.
 */
final class PlannedMemoryTest {
    private static final double MAX_FACTOR = 1.5;
    /** What is used is sampled: on a busy machine samples miss the moment of the highest use. */
    private static final double MAX_FACTOR_OF_SAMPLES = 2;

    private static final Pattern RESULT = Pattern.compile(
            "\\| (?<live>\\d+) \\| \\d+ \\| \\d+ \\| planned (?<planned>\\d+) MB and [\\d.]+ s, trained, model of");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numbers columns=30 rows=30000 values=5 classes=2",
                "codes columns=500 rows=300 values=120 classes=7",
                "dates columns=10 rows=200000 values=600 classes=2",
                "integers columns=4 rows=60000 values=300 classes=30 learner=gradient-boosting",
                "integers columns=20 rows=60000 values=300 classes=2 learner=random-forest",
                "integers columns=10 rows=30000 values=300 classes=12 learner=extra-trees"
            })
    void theEstimateIsCloseToWhatIsUsed(String shape) throws Exception {
        compare(shape);
    }

    @ParameterizedTest
    @Tag("slow")
    @MethodSource("shapes")
    void theEstimateIsCloseForThirtyShapes(String shape) throws Exception {
        compare(shape);
    }

    static List<String> shapes() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dev/dropfit/trainer/cost/shapes.txt")).stream()
                .limit(Integer.getInteger("dropfit.planned", 1))
                .toList();
    }

    private static void compare(String shape) throws Exception {
        String printed = ShapeProcess.live(shape);
        System.out.print(printed);
        Matcher result = RESULT.matcher(printed);
        assertThat(result.find()).as(printed).isTrue();
        double live = Double.parseDouble(result.group("live"));
        assertThat(Double.parseDouble(result.group("planned")))
                .as(printed)
                .isBetween(live / MAX_FACTOR, live * MAX_FACTOR_OF_SAMPLES);
    }
}
