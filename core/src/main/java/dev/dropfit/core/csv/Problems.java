package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.List;

/** Collects problems up to a limit and counts the rest, so that a bad file of a million lines gives a readable message. */
public final class Problems {
    private final int limit;
    private final List<Problem> first = new ArrayList<>();
    private long count;

    /** @param limit the number of problems to keep, at least 1 */
    public Problems(int limit) {
        this.limit = limit;
    }

    public void add(Problem problem) {
        count++;
        if (first.size() < limit) {
            first.add(problem);
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The kept problems, then one that counts the others. */
    public List<Problem> list() {
        List<Problem> all = new ArrayList<>(first);
        if (count > first.size()) {
            long more = count - first.size();
            all.add(Problem.of("and " + more + (more == 1 ? " more problem" : " more problems")));
        }
        return List.copyOf(all);
    }

    /**
     * Throws the collected problems, if there are any.
     *
     * @throws InvalidTableException with {@link #list}
     */
    public void throwIfAny() throws InvalidTableException {
        if (!isEmpty()) {
            throw new InvalidTableException(list());
        }
    }
}
