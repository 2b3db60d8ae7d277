package dev.dropfit.trainer.schema;

import dev.dropfit.core.Text;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The notes about how columns are written. What is the same of several columns is said once. Pure functions. */
final class ColumnNotes {
    private static final int SHOWN = 3;

    /** Numbers as people write them: notes that differ only in these are alike. */
    private static final Pattern NUMBERS = Pattern.compile("[\\d.,\\s\u00A0\u202F]*\\d[\\d.,\\s\u00A0\u202F]*");

    private ColumnNotes() {}

    /**
     * The notes of all columns, in the order of the file. A note that several columns have stands once, as does an example of notes of many
     * columns that differ only in their numbers.
     */
    static List<Anomaly> of(List<Column> columns) {
        Map<List<String>, Group> groups = new LinkedHashMap<>();
        for (Column column : columns) {
            String start = "column '" + column.name() + "': ";
            for (Anomaly note : column.format().notes()) {
                // A note with lines is about these lines.
                boolean general =
                        note.message().startsWith(start) && note.lines().isEmpty();
                String said = general ? note.message().substring(start.length()) : note.message();
                String alike = general ? NUMBERS.matcher(said).replaceAll("#") : said;
                groups.computeIfAbsent(List.of(note.name(), alike), added -> new Group())
                        .add(column.name(), note, said);
            }
        }
        return groups.values().stream().flatMap(group -> group.notes().stream()).toList();
    }

    /** Notes that are alike. */
    private static final class Group {
        private final Map<String, List<String>> names = new LinkedHashMap<>();
        private final Map<String, Anomaly> notes = new LinkedHashMap<>();

        void add(String column, Anomaly note, String said) {
            notes.putIfAbsent(said, note);
            names.computeIfAbsent(said, added -> new ArrayList<>()).add("'" + column + "'");
        }

        List<Anomaly> notes() {
            if (notes.size() > SHOWN) {
                List<String> all = names.values().stream().flatMap(List::stream).toList();
                Map.Entry<String, Anomaly> first = notes.entrySet().iterator().next();
                return List.of(Anomaly.of(
                        first.getValue().name(),
                        "columns " + Text.list(all, SHOWN) + ": for example, " + first.getKey()));
            }
            return notes.entrySet().stream()
                    .map(said -> {
                        List<String> of = names.getOrDefault(said.getKey(), List.of());
                        return of.size() == 1
                                ? said.getValue()
                                : Anomaly.of(
                                        said.getValue().name(),
                                        "columns " + Text.list(of, SHOWN) + ": " + said.getKey());
                    })
                    .toList();
        }
    }
}
