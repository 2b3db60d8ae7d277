package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few distinct whole numbers: a number or a category. */
class OrderFitTest {
    private static final int ROWS = 2000;

    private static ColumnKind kind(String csv) throws Exception {
        return Tables.schema(csv, "{}").columns().get(0).kind();
    }

    private static String classes(int values, IntToDoubleFunction share, int classes) {
        Random random = new Random(7);
        return Tables.csv("tickets,amount,churned", ROWS, row -> {
            int tickets = random.nextInt(values);
            int chosen = 0;
            for (int k = 1; k < classes; k++) {
                chosen += random.nextDouble() < share.applyAsDouble(tickets) ? 1 : 0;
            }
            return tickets + "," + random.nextDouble() + ",c" + chosen;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aNumberWhoseOrderExplainsTheClassesIsNumeric(int classes) throws Exception {
        assertThat(kind(classes(8, tickets -> 1 / (1 + Math.exp(2 - 0.6 * tickets)), classes)))
                .isEqualTo(ColumnKind.NUMERIC);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aNumberWhoseEachValueHasAnEffectOfItsOwnIsCategorical(int classes) throws Exception {
        assertThat(kind(classes(8, tickets -> tickets % 3 == 1 ? 0.8 : 0.2, classes)))
                .isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void aNumberThatDoesNotExplainTheLabelIsNumeric() throws Exception {
        assertThat(kind(classes(8, tickets -> 0.5, 2))).isEqualTo(ColumnKind.NUMERIC);
    }

    @Test
    void aNumberThatSeparatesTheClassesByItsOrderIsNumeric() throws Exception {
        assertThat(kind(classes(8, tickets -> tickets > 3 ? 1 : 0, 2))).isEqualTo(ColumnKind.NUMERIC);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSameRuleDecidesForANumberAsLabel(boolean ordered) throws Exception {
        Random random = new Random(7);
        String csv = Tables.csv("tickets,price", ROWS, row -> {
            int tickets = random.nextInt(8);
            return tickets + "," + (10 * (ordered ? tickets : tickets * 5 % 8) + random.nextGaussian());
        });

        assertThat(kind(csv)).isEqualTo(ordered ? ColumnKind.NUMERIC : ColumnKind.CATEGORICAL);
    }
}
