package dev.dropfit.trainer.schema;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import java.util.List;

/** A table whose label has no values that can be predicted. If the label was guessed, another column may have some. */
public final class UnusableLabelException extends InvalidTableException {
    private static final long serialVersionUID = 1;

    private final String label;
    private final String why;

    private UnusableLabelException(String label, String why, List<Problem> problems) {
        super(problems);
        this.label = label;
        this.why = why;
    }

    /**
     * Refuses a label.
     *
     * @param line where the reason is seen first; 0 if it is the whole column
     * @param label the name of the column
     * @param why what is wrong with its values, to be said after its name: {@code is missing in 8 of 10 rows}
     * @param fix the rest of the sentence of the problem
     */
    public UnusableLabelException(long line, String label, String why, String fix) {
        this(label, why, List.of(new Problem(line, label, "the label " + why + fix)));
    }

    /** The same reason, with problems whose places are named in another way. */
    public UnusableLabelException located(InvalidTableException places) {
        return new UnusableLabelException(label, why, places.problems());
    }

    /** The name of the column. */
    public String label() {
        return label;
    }

    /** What is wrong with its values, to be said after its name. */
    public String why() {
        return why;
    }
}
