package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.facts.ConfusionMatrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    @Test
    void aRowHasAnActualClassAndAColumnAPredictedOne() {
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("no", "yes"), List.of(List.of(30, 10), List.of(5, 1234)));

        assertThat(Confusion.of(matrix, "Confusion matrix").toString())
                .contains("rows: actual; columns: predicted")
                .contains("no</bdi></th><td class=\"num hit7\" title=\"75.0 % of no\">30</td>"
                        + "<td class=\"num miss3\" title=\"25.0 % of no\">10</td>")
                .contains("yes</bdi></th><td class=\"num miss1\" title=\"0.4 % of yes\">5</td>"
                        + "<td class=\"num hit9\" title=\"99.6 % of yes\">1,234</td>");
    }

    @Test
    void onlyTheLargestOfManyClassesAreShown() {
        List<String> labels = IntStream.range(0, 30).mapToObj(k -> "class" + k).toList();
        List<List<Integer>> counts = IntStream.range(0, 30)
                .mapToObj(k -> IntStream.range(0, 30)
                        .mapToObj(other -> other == k ? k : 0)
                        .toList())
                .toList();

        assertThat(Confusion.of(new ConfusionMatrix(labels, counts), "Confusion matrix")
                        .toString())
                .contains("The 20 classes with the most rows, of 30.", ">class29<")
                .doesNotContain(">class9<");
    }
}
