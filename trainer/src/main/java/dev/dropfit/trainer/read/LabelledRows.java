package dev.dropfit.trainer.read;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.schema.UnusableLabelException;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Removes the rows whose label turned out to be missing at the end of the file: only then it is clear that the label is a number, and that a
 * text such as {@code n.a.} stands for a missing value.
 */
final class LabelledRows {
    private LabelledRows() {}

    /**
     * The rows of the table that have a label.
     *
     * @throws InvalidTableException when these are less than half of the rows
     */
    static Table of(Table table) throws InvalidTableException {
        Column label = table.labelColumn();
        long missing = label.missing();
        if (missing == 0) {
            return table;
        }
        if (2 * missing > table.rows()) {
            throw new UnusableLabelException(
                    0,
                    label.name(),
                    "is missing in " + missing + " of " + table.rows() + " rows",
                    "; if it is the wrong column, set {\"label\": …} in dropfit.json to the column to predict, else"
                            + " upload rows with labels");
        }
        BitSet kept = new BitSet(table.rows());
        double[] present = new double[label.codes()];
        present[0] = Double.NaN;
        double[] values = new double[Table.CHUNK];
        int row = 0;
        for (int chunk = 0; chunk < table.chunks(); chunk++) {
            label.decode(chunk, present, values);
            for (int i = 0; i < table.rowsIn(chunk); i++) {
                kept.set(row++, !Double.isNaN(values[i]));
            }
        }
        List<Column> columns =
                table.columns().stream().map(column -> column.kept(kept)).toList();
        List<Anomaly> anomalies = new ArrayList<>(table.anomalies());
        anomalies.add(new Anomaly(
                "missing-label",
                Figures.rows(missing) + (missing == 1 ? " is" : " are") + " skipped: the label '" + label.name()
                        + "' is missing",
                List.of()));
        return table.kept(columns, kept, anomalies);
    }
}
