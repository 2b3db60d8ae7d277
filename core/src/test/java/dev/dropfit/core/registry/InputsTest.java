package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InputsTest {
    @Test
    void aNewerDatasetIsNewerWhateverTheSettings() {
        assertThat(new Inputs(2, 0)).isGreaterThan(new Inputs(1, 9));
    }

    @Test
    void ofTheSameDatasetNewerSettingsAreNewer() {
        assertThat(new Inputs(1, 2)).isGreaterThan(new Inputs(1, 1)).isGreaterThan(new Inputs(1, 0));
    }

    @Test
    void theSameInputsAreNeitherOlderNorNewer() {
        assertThat(new Inputs(1, 2)).isEqualByComparingTo(new Inputs(1, 2));
    }
}
