package dev.dropfit.trainer.learn;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;

/** The target of each row: the index of its class, or its number. */
public final class Targets {
    /** The target of a row whose class is not in the model. */
    public static final int UNKNOWN_CLASS = -1;

    private final Column label;
    private final Link link;
    private final double[] lookup;

    public Targets(Table table, Target target) {
        this(table, target, Link.IDENTITY);
    }

    private Targets(Table table, Target target, Link link) {
        this.link = link;
        label = table.labelColumn();
        lookup = new double[label.codes()];
        for (int code = 0; code < lookup.length; code++) {
            lookup[code] = target instanceof Target.Classes classes
                    ? label.isValue(code) ? classes.values().indexOf(label.category(code)) : UNKNOWN_CLASS
                    : label.number(code);
        }
    }

    /** What the margins of a model should be: of a number, what its link makes of it. */
    public static Targets ofMargins(Table table, Target target) {
        return new Targets(table, target, target instanceof Target.Quantity quantity ? quantity.link() : Link.IDENTITY);
    }

    /**
     * The targets of the rows of a chunk.
     *
     * @param out receives the targets; has length {@link Table#CHUNK}
     */
    public void decode(int chunk, double[] out) {
        label.decode(chunk, lookup, out);
        if (link.logarithm()) {
            Arrays.setAll(out, row -> link.margin(out[row]));
        }
    }

    /**
     * The targets of the training rows of a split, in their order.
     *
     * @param table of these targets
     */
    public double[] of(Table table, Split split) {
        double[] all = new double[split.count(table, false)];
        double[] values = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int size = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int count = split.select(table.shares().get(chunk), false, selected);
            decode(chunk, values);
            for (int i = 0; i < count; i++) {
                all[size++] = values[selected[i]];
            }
        }
        return all;
    }
}
