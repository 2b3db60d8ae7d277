package dev.dropfit.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No dataset ends the process of the trainer: each is trained on or refused, with the heap and the collector of the deployed function. {@code
 * -Ddropfit.shapes=40} tries more of them, and prints what each takes.
 */
final class HostileShapesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "codes columns=300 rows=150 values=100 classes=60",
                "numbers columns=60 rows=400 values=1 classes=200",
                "codes columns=9999 rows=40 values=20 classes=2",
                "integers columns=3 rows=5000 values=9 classes=60 learner=gradient-boosting"
            })
    void aSmallFileOfAnUnusualShapeDoesNotEndTheProcess(String shape) throws Exception {
        assertThat(ShapeProcess.train(ShapeProcess.DEPLOYED_MEGABYTES, shape)).contains("trained, model of");
    }

    @Test
    void aModelOfTooManyWeightsIsRefusedBeforeItIsFitted() throws Exception {
        assertThat(ShapeProcess.train(
                        ShapeProcess.DEPLOYED_MEGABYTES,
                        "numbers columns=9000 rows=200 values=1 classes=60 learner=logistic-regression"))
                .contains("invalid: A linear model of 9,000 encoded columns and", "but at most 400,000 are accepted");
    }

    @Test
    @Tag("slow")
    void noSmallFileEndsTheProcess() throws Exception {
        SplittableRandom random = new SplittableRandom(2026);
        List<String> shapes = Stream.generate(() -> Shape.hostile(random).toString())
                .limit(Integer.getInteger("dropfit.shapes", 1))
                .toList();
        for (String shape : shapes) {
            String result = ShapeProcess.train(ShapeProcess.DEPLOYED_MEGABYTES, shape);
            System.out.print(result);
            assertThat(result).containsAnyOf("trained, model of", "invalid: ");
        }
    }
}
