package dev.dropfit.predictor.predict;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.row.InvalidRowsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains the predictions of a model: which score it explains, on which scale, and what each column contributed. Immutable. */
public final class Explanations {
    private static final int MAX_SHOWN = 60;
    private static final int MAX_LABELS = 20;
    private static final int PREDICTED = -1;

    private final Model model;
    private final List<Input> inputs;
    /** The index of the class to explain; {@link #PREDICTED} if none was chosen. */
    private final int chosen;

    /**
     * The explanations of a model.
     *
     * @param explained the class whose score is to be explained; null for the positive one of two, or the predicted one of more
     * @throws InvalidRowsException when the model does not have this class
     */
    public Explanations(Model model, List<Input> inputs, @Nullable String explained) throws InvalidRowsException {
        this.model = model;
        this.inputs = inputs;
        chosen = explained == null ? PREDICTED : index(model, explained);
    }

    private static int index(Model model, String explained) throws InvalidRowsException {
        List<String> names = new ArrayList<>();
        if (model.pipeline().target() instanceof Target.Classes classes) {
            for (int k = 0; k < classes.size(); k++) {
                if (classes.name(k).equals(explained)) {
                    return k;
                }
                names.add(classes.name(k));
            }
        } else if (explained.equals(model.pipeline().output())) {
            return PREDICTED;
        } else {
            names.add(model.pipeline().output());
        }
        throw new InvalidRowsException("explained is '" + Text.truncate(explained, MAX_SHOWN) + "'; accepted are "
                + String.join(", ", names.subList(0, Math.min(MAX_LABELS, names.size())))
                + (names.size() > MAX_LABELS ? ", …" : ""));
    }

    /** Explains the score of a row that has been predicted. */
    Explanation of(double[] row, Prediction prediction) throws NumbersTooLargeException {
        return of(row, prediction.index());
    }

    /**
     * Explains the score of a row.
     *
     * @param predicted the index of its predicted class
     * @throws NumbersTooLargeException when a contribution is not finite
     */
    public Explanation of(double[] row, int predicted) throws NumbersTooLargeException {
        Explanation explanation = Explanation.of(model, inputs, row, chosen == PREDICTED ? predicted : chosen);
        // The scores of two classes are one number with two signs.
        return chosen == 0 && isBinary() ? explanation.negated() : explanation;
    }

    private boolean isBinary() {
        return model.pipeline().target() instanceof Target.Classes classes && classes.binary();
    }

    /**
     * The name of the class whose score is explained; for a quantity its name.
     *
     * @param predicted the index of the predicted class
     */
    public String explained(int predicted) {
        if (!(model.pipeline().target() instanceof Target.Classes classes)) {
            return model.pipeline().output();
        }
        return classes.name(chosen != PREDICTED ? chosen : classes.binary() ? 1 : predicted);
    }

    /**
     * The scale of the score: {@code log-odds} of the class, {@code margin} (the probabilities of more than two classes are the softmax of their
     * margins), {@code value}, or {@code log} of the number.
     */
    public String scale() {
        if (model.pipeline().target() instanceof Target.Quantity quantity) {
            return quantity.link().logarithm() ? "log" : "value";
        }
        return isBinary() ? "log-odds" : "margin";
    }

    /** The score: the base and all contributions. */
    public static double score(Explanation explanation) {
        return explanation.base() + Arrays.stream(explanation.contributions()).sum();
    }
}
