package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.use.BigQuerySql;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class BigQuerySqlTest {
    private static String sql(byte[] file) throws IOException {
        return BigQuerySql.of(
                new ModelName("heart-2"),
                TrainedModels.read(file).pipeline(),
                "https://predictor.example",
                "clinic",
                "acme.eu.predictor");
    }

    @Test
    void aColumnHasTheTypeOfItsValues() throws IOException {
        assertThat(sql(TrainedModels.classes("01"))).isEqualTo("""
                CREATE OR REPLACE FUNCTION `clinic.predict_heart_2`(
                  `age` FLOAT64,
                  `sex` INT64,
                  `smoker` BOOL)
                RETURNS JSON
                REMOTE WITH CONNECTION `acme.eu.predictor`
                OPTIONS (endpoint = 'https://predictor.example/heart-2/bigquery', max_batching_rows = 1000);

                -- The arguments are in this order. Cast them if the table has other types.
                SELECT *, JSON_VALUE(`clinic.predict_heart_2`(`age`, `sex`, `smoker`), '$.diagnosis') AS `diagnosis`
                FROM `clinic.TABLE`;
                """);
    }

    @Test
    void oddNamesAreEscapedAndParametersHaveNamesOfTheirOwn() throws IOException {
        StringBuilder csv = new StringBuilder("a b,a-b,9`x,when,y\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i % 7).append(',').append(i % 11).append(',').append(i % 2 == 0 ? "red" : "blue");
            csv.append(",2026-01-0")
                    .append(1 + i % 9)
                    .append(',')
                    .append(i % 3 == 0 ? "no" : "yes")
                    .append('\n');
        }

        String sql = sql(TrainedModels.of(csv.toString(), "{\"output\": \"it's \\\"odd\\\"\"}"));

        assertThat(sql)
                .contains("`a_b` ", "`a_b_2` ", "`_9_x` STRING", "`when` STRING", "(`a b`, `a-b`, `9\\`x`, `when`)")
                .contains("'$.\"it\\'s \\\\\"odd\\\\\"\"'", " AS `it_s__odd_`");
    }
}
