package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    @Test
    void onlyTheLargestOfManyClassesAreShown() {
        JsonArray labels = new JsonArray();
        JsonArray counts = new JsonArray();
        for (int k = 0; k < 30; k++) {
            labels.add("class" + k);
            JsonArray row = new JsonArray();
            for (int other = 0; other < 30; other++) {
                row.add(other == k ? k : 0);
            }
            counts.add(row);
        }
        JsonObject matrix = new JsonObject();
        matrix.add("labels", labels);
        matrix.add("counts", counts);
        JsonObject record = new JsonObject();
        record.add("confusion", matrix);

        assertThat(Confusion.of(record, "Confusion matrix").toString())
                .contains("The 20 classes with the most rows, of 30.", ">class29<")
                .doesNotContain(">class9<");
    }
}
