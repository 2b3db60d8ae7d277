package dev.dropfit.predictor.memory;

/**
 * The memory of one request, and the time of its explanations. Its code reserves bytes before it allocates them and releases them when they are garbage; {@link #close}
 * releases the rest. The first {@link #FREE_BYTES} need nothing from the budget: a small request costs no synchronization, and is accepted
 * while large ones have taken everything. Not thread-safe.
 */
public final class RequestMemory implements AutoCloseable {
    /** What each request may use without taking it from the budget. */
    static final int FREE_BYTES = 128 << 10;

    /** A request takes multiples of this, so that it does not ask for every row. */
    private static final int STEP = 128 << 10;

    private final MemoryBudget budget;
    private final ExplanationBudget explanations;
    private final int maxResponseBytes;
    private long used;
    /** What is reserved for a response that is not written yet. */
    private long prepaid;

    private long taken;
    private long takenSteps;

    /** @param maxResponseBytes the maximum length of the response's body */
    public RequestMemory(MemoryBudget budget, ExplanationBudget explanations, int maxResponseBytes) {
        this.budget = budget;
        this.explanations = explanations;
        this.maxResponseBytes = maxResponseBytes;
    }

    /** A request's memory without limits, for callers that are not a server. */
    public static RequestMemory unlimited() {
        return new RequestMemory(
                new MemoryBudget(Long.MAX_VALUE), new ExplanationBudget(Long.MAX_VALUE), Integer.MAX_VALUE);
    }

    /**
     * Reserves memory.
     *
     * @throws LimitExceededException when it is not there now, or the request would need more than the whole budget
     */
    public void reserve(long bytes) {
        used += bytes;
        if (used > FREE_BYTES + taken) {
            take(used - FREE_BYTES - taken);
        }
    }

    private void take(long more) {
        if (more > budget.bytes() - taken) {
            throw LimitExceededException.always("The request needs more than " + budget.bytes()
                    + " bytes of memory, the limit (" + MemoryBudget.SETTING + "); send several requests");
        }
        long rounded = (more + STEP - 1) / STEP * STEP;
        if (budget.take(rounded)) {
            taken += rounded;
        } else if (budget.take(more)) {
            taken += more;
        } else {
            throw LimitExceededException.now(
                    "Other requests use the memory that there is (" + MemoryBudget.SETTING + ")");
        }
    }

    /**
     * Reserves the memory of a response before any of it is written. So requests that do not fit together are refused at once, and not after
     * each has written a part.
     *
     * @param bytes about as long as the response will be
     */
    public void prepay(long bytes) {
        if (bytes > FREE_BYTES) {
            reserve(bytes);
            prepaid += bytes;
        }
    }

    /**
     * Reserves the memory of a part of the response, which may have been prepaid.
     *
     * @throws LimitExceededException as {@link #reserve} does
     */
    public void reserveResponse(long bytes) {
        long paid = Math.min(prepaid, bytes);
        prepaid -= paid;
        reserve(bytes - paid);
    }

    /** What is reserved now, in bytes. */
    public long used() {
        return used;
    }

    /** Releases reserved memory. */
    public void release(long bytes) {
        used -= bytes;
        long spare = taken - Math.max(0, used - FREE_BYTES);
        if (spare >= 2 * STEP) {
            budget.give(spare);
            taken -= spare;
        }
    }

    /**
     * Reserves the time of the explanations of rows, before the first one is computed.
     *
     * @param stepsOfRow the number of steps of a row
     * @throws LimitExceededException when it is not there now, or the request would need more than there ever is
     */
    public void reserveExplanations(long rows, long stepsOfRow) {
        takenSteps += explanations.take(rows, stepsOfRow);
    }

    /**
     * Checks the length of the response's body, known so far or expected.
     *
     * @throws LimitExceededException when it is above the limit
     */
    public void checkResponse(long bytes) {
        if (bytes > maxResponseBytes) {
            throw LimitExceededException.always("The response is longer than " + maxResponseBytes
                    + " bytes, the limit (DROPFIT_MAX_RESPONSE_BYTES); send several requests");
        }
    }

    @Override
    public void close() {
        // Most requests have taken nothing; the counter belongs to all threads.
        if (taken > 0) {
            budget.give(taken);
        }
        if (takenSteps > 0) {
            explanations.give(takenSteps);
        }
        taken = 0;
        takenSteps = 0;
        used = 0;
        prepaid = 0;
    }
}
