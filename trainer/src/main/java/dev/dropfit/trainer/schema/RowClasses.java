package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;

/** The class of each training row in one byte, so that several columns are counted by class without looking at the label and the split again. */
final class RowClasses {
    /** The maximum number of classes. */
    static final int MAX_CLASSES = 127;

    private final int classes;
    private final List<byte[]> chunks = new ArrayList<>();

    /**
     * The classes of a table.
     *
     * @param classOfCode for each code of the label its class
     * @param classes the number of classes, at most {@link #MAX_CLASSES}
     */
    RowClasses(Table table, Split split, int[] classOfCode, int classes) {
        this.classes = classes;
        int[] labels = new int[Table.CHUNK];
        int[] rows = new int[Table.CHUNK];
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            table.labelColumn().codes(chunk, labels);
            char[] places = table.shares().get(chunk);
            byte[] ofRows = new byte[places.length];
            translate(labels, classOfCode, ofRows);
            // Rows of the holdout have a class of their own, which is not counted.
            set(ofRows, rows, split.select(places, true, rows), (byte) classes);
            chunks.add(ofRows);
        }
    }

    private static void translate(int[] codes, int[] classOfCode, byte[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) classOfCode[codes[i]];
        }
    }

    private static void set(byte[] out, int[] rows, int size, byte value) {
        for (int i = 0; i < size; i++) {
            out[rows[i]] = value;
        }
    }

    /** The training rows with each code of a column and each class: [code][class]. */
    double[][] counts(Column column) {
        int[] all = new int[column.codes() * (classes + 1)];
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            column.count(chunk, chunks.get(chunk), classes + 1, all);
        }
        double[][] counts = new double[column.codes()][classes];
        for (int code = 0; code < counts.length; code++) {
            for (int k = 0; k < classes; k++) {
                counts[code][k] = all[code * (classes + 1) + k];
            }
        }
        return counts;
    }
}
