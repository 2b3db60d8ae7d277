package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;

/** Where the rows of a holdout that have scores are, in the order of the scores. Rows of a class that the target does not have are left out. Immutable. */
public final class ScoredHoldout {
    /** The index of a scored row in the table. */
    private final int[] places;
    /** Its line in the file. */
    private final int[] lines;

    private ScoredHoldout(int size) {
        places = new int[size];
        lines = new int[size];
    }

    /** The scored rows of a table, whose scores were made for this target. */
    public static ScoredHoldout of(Table table, Target target, Split split) {
        ScoredHoldout rows = new ScoredHoldout(split.count(table, true));
        Targets targets = new Targets(table, target);
        double[] label = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        int scored = 0;
        int line = -1;
        int row = -1;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            int count = split.select(table.shares().get(chunk), true, selected);
            targets.decode(chunk, label);
            for (int i = 0; i < count; i++) {
                if (target instanceof Target.Classes && label[selected[i]] == Targets.UNKNOWN_CLASS) {
                    continue;
                }
                int place = chunk * Table.CHUNK + selected[i];
                while (row < place) {
                    line = table.lines().rows().nextSetBit(line + 1);
                    row++;
                }
                rows.places[scored] = place;
                rows.lines[scored++] = line;
            }
        }
        return rows;
    }

    /** The index of a scored row in the table. */
    int place(int scored) {
        return places[scored];
    }

    /** The line of a scored row in the file, from 1. */
    public int line(int scored) {
        return lines[scored];
    }
}
