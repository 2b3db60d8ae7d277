package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FittingWorkTest {
    /** A tenth of the timeout is left: the units are those of a machine that did other work too. */
    private static final double MOST_SECONDS = 486;

    @ParameterizedTest
    @CsvSource({
        "LOGISTIC_REGRESSION, 2200000, 60, 2",
        "LOGISTIC_REGRESSION, 300000, 1000, 2",
        "LOGISTIC_REGRESSION, 1000000, 300, 7",
        "GRADIENT_BOOSTING, 2200000, 60, 2",
        "GRADIENT_BOOSTING, 2000000, 100, 10",
        "GRADIENT_BOOSTING, 1000000, 60, 200",
        "LINEAR_REGRESSION, 100000, 9999, 1",
        "AUTO, 2000000, 100, 10"
    })
    void noFitOfALargeDatasetTakesLongerThanTheTimeout(LearnerName learner, int rows, int columns, int outputs) {
        assertThat(seconds(learner, 0.2, rows, columns, outputs)).isBetween(10.0, MOST_SECONDS);
    }

    @ParameterizedTest
    @EnumSource(LearnerName.class)
    void aSmallDatasetTakesAMoment(LearnerName learner) {
        assertThat(seconds(learner, 0.2, 1_000, 13, 2)).isLessThan(20);
    }

    @Test
    void aTrainingThatWouldNotEndInTimeIsRefusedWithTheFigureAndTheSetting() {
        FittingWork work = new FittingWork(LearnerName.GRADIENT_BOOSTING, 0.9, Settings.DEFAULT_BUDGET);

        assertThatThrownBy(() -> work.check(8e9, 150e6, 2, numbers(5), Capacity.ofFunction()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageMatching(
                        "Training would take about [\\d,]+ s on one CPU, but the maximum timeout of the function is"
                                + " 540 s; set holdout to a smaller share, set learner to logistic-regression, or upload"
                                + " fewer rows or columns");
        assertThatCode(() -> new FittingWork(LearnerName.LOGISTIC_REGRESSION, 0.2, Settings.DEFAULT_BUDGET)
                        .check(8e9, 150e6, 2, numbers(5), Capacity.ofFunction()))
                .doesNotThrowAnyException();
    }

    private static double seconds(LearnerName learner, double holdout, int rows, int columns, int outputs) {
        return new FittingWork(learner, holdout, Settings.DEFAULT_BUDGET)
                .seconds(7.0 * rows * columns, rows, outputs, numbers(columns));
    }

    private static List<ColumnSize> numbers(int columns) {
        return Collections.nCopies(columns, new ColumnSize(ColumnKind.NUMERIC, 60_000, true));
    }
}
