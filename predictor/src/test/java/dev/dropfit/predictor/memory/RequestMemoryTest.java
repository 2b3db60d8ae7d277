package dev.dropfit.predictor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RequestMemoryTest {
    private static final int MEGABYTE = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(4 * MEGABYTE);
    private final ExplanationBudget explanations = new ExplanationBudget(10_000_000);

    private RequestMemory request() {
        return new RequestMemory(budget, explanations, 1000);
    }

    @Test
    void aSmallRequestTakesNothing() {
        request().reserve(RequestMemory.FREE_BYTES);

        assertThat(budget.taken()).isZero();
    }

    @Test
    void aSmallRequestIsAcceptedWhileOthersHaveTakenEverything() {
        request().reserve(4 * MEGABYTE + RequestMemory.FREE_BYTES);

        request().reserve(RequestMemory.FREE_BYTES);

        assertThat(budget.taken()).isEqualTo(4 * MEGABYTE);
    }

    @Test
    void whatOthersUseIsRefusedForNow() {
        RequestMemory other = request();
        other.reserve(3 * MEGABYTE);

        RequestMemory request = request();
        assertThatThrownBy(() -> request.reserve(2 * MEGABYTE))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.isTemporary()).isTrue())
                .hasMessage("Other requests use the memory that there is (DROPFIT_MAX_REQUEST_MEMORY_BYTES)");
        request.close();
        other.close();

        request().reserve(2 * MEGABYTE);
    }

    @Test
    void whatCanNeverFitIsRefusedForGood() {
        RequestMemory request = request();
        request.reserve(3 * MEGABYTE);

        assertThatThrownBy(() -> request.reserve(2 * MEGABYTE))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.isTemporary()).isFalse())
                .hasMessage("The request needs more than 4194304 bytes of memory, the limit"
                        + " (DROPFIT_MAX_REQUEST_MEMORY_BYTES); send several requests");
    }

    @Test
    void whatIsReleasedCanBeReservedAgain() {
        RequestMemory request = request();
        for (int i = 0; i < 100; i++) {
            request.reserve(3 * MEGABYTE);
            request.release(3 * MEGABYTE);
        }

        assertThat(budget.taken()).isLessThan(MEGABYTE);
    }

    @Test
    void theBudgetNeverExceedsItsSizeAndIsWholeAtTheEnd() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 200; i++) {
            RequestMemory one = request();
            RequestMemory other = request();
            try {
                for (int j = 0; j < 50; j++) {
                    (random.nextBoolean() ? one : other).reserve(random.nextInt(MEGABYTE));
                    assertThat(budget.taken()).isBetween(0L, 4L * MEGABYTE);
                }
            } catch (LimitExceededException e) {
                assertThat(budget.taken()).isLessThanOrEqualTo(4L * MEGABYTE);
            }
            one.close();
            other.close();
            assertThat(budget.taken()).isZero();
        }
    }

    @Test
    void aPrepaidResponseIsReservedOnce() {
        RequestMemory request = request();
        request.prepay(3 * MEGABYTE);
        long taken = budget.taken();

        request.reserveResponse(2 * MEGABYTE);
        request.reserveResponse(MEGABYTE);
        assertThat(budget.taken()).isEqualTo(taken);

        request.reserveResponse(MEGABYTE);
        assertThat(budget.taken()).isGreaterThan(taken);
    }

    @Test
    void aLongerResponseIsRefusedWithTheLimit() {
        request().checkResponse(1000);

        assertThatThrownBy(() -> request().checkResponse(1001))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.isTemporary()).isFalse())
                .hasMessage("The response is longer than 1000 bytes, the limit (DROPFIT_MAX_RESPONSE_BYTES);"
                        + " send several requests");
    }

    @Test
    void explanationsOfFewStepsTakeNothing() {
        request().reserveExplanations(10_000_000, 1);

        request().reserveExplanations(1000, 2000);
    }

    @Test
    void explanationsThatNeedMoreStepsThanThereEverAreAreRefusedWithTheRowsThatFit() {
        assertThatThrownBy(() -> request().reserveExplanations(100_000, 400))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.isTemporary()).isFalse())
                .hasMessage(
                        "Explanations of 100,000 rows would take too long: they need 40,000,000 steps, and the limit is"
                                + " 10,000,000 (DROPFIT_MAX_EXPLANATION_STEPS); send at most 25,000 rows in a request, or send the rows"
                                + " without explain");
        assertThatThrownBy(() -> request().reserveExplanations(1, 40_000_000))
                .hasMessage("Explanations of 1 row would take too long: they need 40,000,000 steps, and the limit is"
                        + " 10,000,000 (DROPFIT_MAX_EXPLANATION_STEPS); send the rows without explain");
    }

    @Test
    void explanationsWaitForThoseOfOtherRequests() {
        RequestMemory other = request();
        other.reserveExplanations(6_000_000, 1);

        RequestMemory request = request();
        assertThatThrownBy(() -> request.reserveExplanations(6_000_000, 1))
                .isInstanceOfSatisfying(
                        LimitExceededException.class,
                        e -> assertThat(e.isTemporary()).isTrue())
                .hasMessage(
                        "The explanations of other requests take the time that there is (DROPFIT_MAX_EXPLANATION_STEPS)");
        other.close();

        request.reserveExplanations(6_000_000, 1);
    }
}
