package dev.dropfit.trainer.learn;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;

/** The label of every row as a model learns it: a class's index, or a number. */
public final class Targets {
    /** The index of a class that the model does not have. */
    public static final int UNKNOWN_CLASS = -1;

    private final Column label;
    private final double[] lookup;

    public Targets(Table table, Target target) {
        label = table.labelColumn();
        lookup = new double[label.codes()];
        for (int code = 0; code < lookup.length; code++) {
            lookup[code] = target instanceof Target.Classes classes
                    ? label.isValue(code) ? classes.values().indexOf(label.category(code)) : UNKNOWN_CLASS
                    : label.number(code);
        }
    }

    /**
     * The targets of a chunk's rows.
     *
     * @param out receives them; as long as {@link Table#CHUNK}
     */
    public void decode(int chunk, double[] out) {
        label.decode(chunk, lookup, out);
    }
}
