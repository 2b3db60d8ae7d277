package dev.dropfit.trainer.schema;

import dev.dropfit.core.Text;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The notes about how columns are written. What is the same of several columns is said once. Pure functions. */
final class ColumnNotes {
    private static final int SHOWN = 3;

    private ColumnNotes() {}

    /** The notes of all columns, in the order of the file. */
    static List<Anomaly> of(List<Column> columns) {
        Map<List<String>, List<String>> named = new LinkedHashMap<>();
        Map<List<String>, Anomaly> notes = new LinkedHashMap<>();
        for (Column column : columns) {
            String start = "column '" + column.name() + "': ";
            for (Anomaly note : column.format().notes()) {
                // A note with lines is about these lines.
                boolean general =
                        note.message().startsWith(start) && note.lines().isEmpty();
                String said = general ? note.message().substring(start.length()) : note.message();
                List<String> key = List.of(note.name(), said);
                notes.putIfAbsent(key, note);
                named.computeIfAbsent(key, added -> new ArrayList<>()).add("'" + column.name() + "'");
            }
        }
        List<Anomaly> all = new ArrayList<>();
        notes.forEach((key, note) -> {
            List<String> names = named.getOrDefault(key, List.of());
            all.add(
                    names.size() == 1
                            ? note
                            : Anomaly.of(note.name(), "columns " + Text.list(names, SHOWN) + ": " + key.get(1)));
        });
        return all;
    }
}
