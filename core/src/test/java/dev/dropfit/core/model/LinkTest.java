package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinkTest {
    @Test
    void theIdentityChangesNothing() {
        assertThat(Link.IDENTITY.value(-3)).isEqualTo(-3);
        assertThat(Link.IDENTITY.margin(-3)).isEqualTo(-3);
        assertThat(Link.IDENTITY.offset()).isZero();
    }

    @Test
    void aNumberThatIsNeverNegativeIsAtLeastZero() {
        assertThat(Link.NOT_NEGATIVE.value(-3)).isZero();
        assertThat(Link.NOT_NEGATIVE.value(3)).isEqualTo(3);
    }

    @Test
    void theLogarithmAndItsInverseGiveTheSameNumber() {
        Link link = Link.logarithm(1, 0, 1_000);

        for (double value : new double[] {0, 0.5, 7, 999}) {
            assertThat(link.value(link.margin(value))).isCloseTo(value, within(1e-9));
        }
    }

    @Test
    void theFactorIsAPartOfTheScore() {
        Link link = Link.logarithm(2, 0, 1_000).withFactor(1.5);

        double predicted = link.value(3);

        assertThat(Math.log(predicted + 2)).isCloseTo(3 + link.offset(), within(1e-12));
    }

    @Test
    void aPredictionStaysWithinTheBounds() {
        Link link = Link.logarithm(1, 2, 1_000);

        assertThat(link.value(800)).isEqualTo(1_000);
        assertThat(link.value(-800)).isEqualTo(2);
    }

    /** A row whose margin can't be computed has no prediction, not the one of a bound. */
    @Test
    void aMarginThatIsNotFiniteStaysAsItIs() {
        assertThat(Link.NOT_NEGATIVE.value(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Link.logarithm(0, 1, 2).value(Double.NaN)).isNaN();
    }

    @Test
    void aLinkWithoutAMeaningIsRefused() {
        assertThatThrownBy(() -> new Link(true, -1, 1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Link(true, 1, 0, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Link(false, 0, 2, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Link(true, 0, 1, 2, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Link(true, 0, 1, Double.NaN, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
