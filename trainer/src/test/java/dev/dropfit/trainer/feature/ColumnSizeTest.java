package dev.dropfit.trainer.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnSizeTest {
    @ParameterizedTest
    @CsvSource({"'', 4", "T00:00:00, 4", "T08:30:00, 5"})
    void theHourOfADateIsAFeatureOnlyIfItHasATimeOfTheDay(String time, int features) throws Exception {
        String csv = Tables.csv(
                "day,target", 100, row -> "2026-01-" + (10 + row % 20) + (row == 7 ? time : "") + "," + row % 2);

        assertThat(ModelSize.of(Tables.schema(csv, "{}")).features()).isEqualTo(features);
    }
}
