package dev.dropfit.core.csv;

import dev.dropfit.core.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the cells of a header names of columns: none is empty, and no two are equal. */
final class ColumnNames {
    private static final int MAX_SHOWN = 10;

    private final List<String> names = new ArrayList<>();
    private final Set<String> repeated = new LinkedHashSet<>();
    private final List<String> unnamed = new ArrayList<>();
    private final Set<String> taken;
    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private String example = "";

    /** @param cells of the header */
    ColumnNames(List<String> cells) {
        taken = new HashSet<>(cells);
        Set<String> used = new HashSet<>();
        for (String cell : cells) {
            String name = cell;
            if (cell.isEmpty()) {
                name = unique("column_" + (names.size() + 1));
                unnamed.add(name);
            } else if (!used.add(cell)) {
                name = numbered(cell);
                repeated.add(cell);
                example = example.isEmpty() ? name : example;
            }
            taken.add(name);
            names.add(name);
        }
    }

    /** The names of a file without a header. */
    static List<String> ofPositions(int columns) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            names.add("column_" + i);
        }
        return names;
    }

    private String unique(String name) {
        return taken.contains(name) ? numbered(name) : name;
    }

    private String numbered(String name) {
        int number = lastNumbers.getOrDefault(name, 1);
        do {
            number++;
        } while (taken.contains(name + "_" + number));
        lastNumbers.put(name, number);
        return name + "_" + number;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /**
     * What was changed.
     *
     * @param line of the header
     * @param rowNames whether the first column may have no name
     */
    List<CsvNote> notes(long line, boolean rowNames) {
        if (rowNames && !unnamed.isEmpty() && unnamed.get(0).equals(names.get(0))) {
            unnamed.remove(0);
        }
        List<CsvNote> notes = new ArrayList<>();
        if (!repeated.isEmpty()) {
            notes.add(new CsvNote(
                    "repeated-names",
                    (repeated.size() == 1
                                    ? "more than one column has the name "
                                    : "several columns have the same name: ")
                            + Text.list(List.copyOf(repeated), MAX_SHOWN)
                            + "; from the second one on, a number is added to the name, such as '"
                            + example + "'",
                    List.of(line)));
        }
        if (!unnamed.isEmpty()) {
            notes.add(new CsvNote(
                    "unnamed-columns",
                    (unnamed.size() == 1
                                    ? "a column has no name in the header; it is named after its position: "
                                    : "some columns have no name in the header; they are named after their positions: ")
                            + Text.list(unnamed, MAX_SHOWN),
                    List.of(line)));
        }
        return notes;
    }
}
