package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.List;

/** Collects problems up to a bound and counts the rest, so that a bad file of a million lines gives an answer that can be read. */
public final class Problems {
    private final int bound;
    private final List<Problem> first = new ArrayList<>();
    private long count;

    /** @param bound how many problems are kept, at least 1 */
    public Problems(int bound) {
        this.bound = bound;
    }

    public void add(Problem problem) {
        count++;
        if (first.size() < bound) {
            first.add(problem);
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The problems that were kept, and one that counts the others. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(first);
        if (count > first.size()) {
            long more = count - first.size();
            all.add(Problem.of("and " + more + (more == 1 ? " more problem" : " more problems")));
        }
        return List.copyOf(all);
    }

    /**
     * Throws what was collected, if anything was.
     *
     * @throws InvalidTableException with {@link #list}
     */
    public void throwIfAny() throws InvalidTableException {
        if (!isEmpty()) {
            throw new InvalidTableException(list());
        }
    }
}
