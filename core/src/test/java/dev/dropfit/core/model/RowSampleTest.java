package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowSampleTest {
    private static final RowSample SAMPLE = RowSample.of(100, new long[] {3, 20, 99}, new short[] {
        RowSample.label(1, false), RowSample.label(0, true), RowSample.label(RowSample.NO_LABEL, true)
    });

    @Test
    void aSampleIsReadAsItWasWritten() {
        RowSample read = RowSample.read(SAMPLE.toBytes());

        assertThat(read.bound()).isEqualTo(100);
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.find(20)).isEqualTo(1);
        assertThat(read.find(21)).isNegative();
        assertThat(read.hash(2)).isEqualTo(99);
        assertThat(read.label(0)).isEqualTo(1);
        assertThat(read.label(2)).isEqualTo(RowSample.NO_LABEL);
        assertThat(read.heldOut(0)).isFalse();
        assertThat(read.heldOut(1)).isTrue();
        assertThat(read.heldOut(2)).isTrue();
    }

    @Test
    void otherBytesAreNoSample() {
        byte[] bytes = SAMPLE.toBytes();
        byte[] descending = bytes.clone();
        descending[15] = 50;

        assertThatThrownBy(() -> RowSample.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowSample.read(descending)).isInstanceOf(IllegalArgumentException.class);
    }
}
