package dev.dropfit.trainer.learn;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;

/** The training target of each row: the index of its class, or its number. */
public final class Targets {
    /** The target of a row whose class is not in the model. */
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
     * The targets of the rows of a chunk.
     *
     * @param out receives the targets; has length {@link Table#CHUNK}
     */
    public void decode(int chunk, double[] out) {
        label.decode(chunk, lookup, out);
    }
}
