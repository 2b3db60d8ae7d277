package dev.dropfit.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CholeskyFactorsTest {
    @Test
    void theSolutionIsMappedToTheVector() {
        int dimension = 7;
        Random random = new Random(5);
        double[] root = random.doubles((long) dimension * dimension, -1, 1).toArray();
        double[] matrix = new double[root.length];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                for (int k = 0; k < dimension; k++) {
                    matrix[i * dimension + j] += root[i * dimension + k] * root[j * dimension + k];
                }
            }
            matrix[i * dimension + i] += 1;
        }
        double[] vector = random.doubles(dimension).toArray();

        double[] solution = CholeskyFactors.of(matrix, dimension).orElseThrow().solve(vector);

        for (int i = 0; i < dimension; i++) {
            double mapped = 0;
            for (int j = 0; j < dimension; j++) {
                mapped += matrix[i * dimension + j] * solution[j];
            }
            assertThat(mapped).isCloseTo(vector[i], within(1e-12));
        }
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteHasNoFactors() {
        assertThat(CholeskyFactors.of(new double[] {1, 2, 2, 4}, 2)).isEmpty();
        assertThat(CholeskyFactors.of(new double[] {1, 2, 2, 1}, 2)).isEmpty();
    }
}
