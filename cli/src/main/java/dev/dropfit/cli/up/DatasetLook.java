package dev.dropfit.cli.up;

import dev.dropfit.core.Figures;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.model.Target;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How training would read a dataset, for a page. Of a large one the first rows are read: a person waits for the page. */
final class DatasetLook {
    private static final long MAX_BYTES = 32L << 20;

    private DatasetLook() {}

    /**
     * Reads the dataset; does not close the stream.
     *
     * @param settings of the model
     * @param labels chooses the label
     * @param known what is known about it already
     * @throws InvalidTableException when it can't be trained on
     * @throws InvalidSettingsException when the settings are invalid, or do not fit the dataset
     */
    static FirstDataset of(InputStream csv, Settings settings, LabelRule labels, List<String> known)
            throws IOException, InvalidTableException, InvalidSettingsException {
        FirstRowsInput rows = new FirstRowsInput(PackedCsv.open(csv).csv(), MAX_BYTES);
        Dataset dataset = Dataset.read(rows, settings, labels, OptionalLong.empty());
        List<String> notes = new ArrayList<>();
        if (rows.cut()) {
            notes.add("this page shows the first "
                    + Figures.rows(dataset.table().rows()) + "; training reads the whole file, and may find more");
        }
        notes.addAll(known);
        notes.addAll(dataset.schema().notes());
        return dataset(dataset, notes);
    }

    private static FirstDataset dataset(Dataset dataset, List<String> notes) {
        Schema schema = dataset.schema();
        Map<String, String> kinds = new HashMap<>();
        schema.columns()
                .forEach(role -> kinds.put(role.column().name(), role.kind().text() + ", " + role.why()));
        return new FirstDataset(
                schema.label(),
                schema.labelChoice().phrase(),
                (schema.target() instanceof Target.Classes ? "classes, because " : "a number, because ")
                        + schema.taskReason(),
                dataset.table().columns().stream()
                        .map(column -> new FirstDataset.Column(column.name(), kinds.getOrDefault(column.name(), "")))
                        .toList(),
                notes,
                List.of());
    }
}
