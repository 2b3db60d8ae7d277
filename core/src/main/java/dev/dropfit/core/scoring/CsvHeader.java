package dev.dropfit.core.scoring;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowFormat;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The columns of a CSV and which of them a model uses. Immutable. */
final class CsvHeader {
    private final List<String> names;
    private final char separator;
    private final int[] inputs;

    /** @throws InvalidTableException when a column is missing that the model needs */
    CsvHeader(List<String> names, char separator, RowFormat format) throws InvalidTableException {
        this.names = List.copyOf(names);
        this.separator = separator;
        inputs = names.stream().mapToInt(format::find).toArray();
        format.checkHeader(names);
    }

    int width() {
        return inputs.length;
    }

    char separator() {
        return separator;
    }

    /** Whether numbers may have a decimal comma. */
    boolean commas() {
        return CommaNumbers.allowed(separator);
    }

    /** The input of a column, -1 for none. */
    int input(int column) {
        return inputs[column];
    }

    /** The inputs that no column has. */
    List<Integer> absentInputs(RowFormat format) {
        Set<Integer> present = new HashSet<>();
        Arrays.stream(inputs).forEach(present::add);
        return IntStream.range(0, format.inputs().size())
                .filter(input -> !present.contains(input))
                .boxed()
                .toList();
    }

    /** The columns that neither the model nor its dataset has. */
    List<String> unknown(RowFormat format) {
        return names.stream()
                .filter(name -> format.find(name) < 0 && !format.isUnused(name))
                .toList();
    }

    /** The header of the rows with predictions. */
    CsvBytes predicted(Model model) {
        CsvBytes line = new CsvBytes(separator, 0);
        line.cells(names);
        line.cells(PredictionColumns.free(PredictionColumns.names(model), names));
        line.endRow();
        return line;
    }

    /** The header of the rows that can't be scored. */
    CsvBytes unusable() {
        CsvBytes line = new CsvBytes(separator, 0);
        line.cells(PredictionColumns.free(List.of("line", "error"), names));
        line.cells(names);
        line.endRow();
        return line;
    }
}
