package dev.dropfit.core.scoring;

import dev.dropfit.core.ShortestDecimal;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns that a CSV with predictions has after its own: the output's column, and one {@code probability_{label}} for each class. */
public final class PredictionColumns {
    private PredictionColumns() {}

    /** The names of the columns of a prediction. */
    public static List<String> names(Model model) {
        List<String> names = new ArrayList<>();
        names.add(model.pipeline().output());
        if (model.pipeline().target() instanceof Target.Classes classes) {
            for (int k = 0; k < classes.size(); k++) {
                names.add("probability_" + classes.name(k));
            }
        }
        return names;
    }

    /** The number of columns of a prediction. */
    public static int count(Model model) {
        return model.outputs() + (model.pipeline().target() instanceof Target.Classes ? 1 : 0);
    }

    /**
     * The names, so that no two columns have the same: a file that was predicted before, or has the true labels, may have one already. Such a
     * name gets a number: {@code prediction_2}.
     *
     * @param taken the names of the other columns
     */
    public static List<String> free(List<String> names, List<String> taken) {
        Set<String> all = new HashSet<>(taken);
        return names.stream().map(name -> free(name, all)).toList();
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    /** Adds the cells of a prediction. */
    public static void addCells(Model model, Prediction prediction, List<String> cells) {
        if (model.pipeline().target() instanceof Target.Classes classes) {
            cells.add(classes.name(prediction.index()));
        }
        for (int k = 0; k < prediction.outputs(); k++) {
            cells.add(ShortestDecimal.text(prediction.score(k)));
        }
    }
}
