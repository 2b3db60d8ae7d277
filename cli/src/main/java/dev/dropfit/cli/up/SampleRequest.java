package dev.dropfit.cli.up;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An example request: a row of a model's dataset as JSON, with the model's features only. */
final class SampleRequest {
    /** The search for a row without missing values ends after this many rows. */
    private static final int MAX_ROWS = 1000;

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private SampleRequest() {}

    /** The first row that has every feature, else the row with most of them; empty when the dataset lacks a column of the model. */
    static Optional<String> json(Model model, InputStream csv) throws IOException {
        Search search =
                new Search(model.pipeline().inputs().stream().map(Input::column).toList());
        try {
            CsvParser.parse(PackedCsv.open(csv).csv(), search, Set.copyOf(search.features));
        } catch (InvalidTableException e) {
            // The search throws to end the parse once it has found a row.
        }
        return search.best();
    }

    /** The request as a command for a shell. */
    static String curl(String url, String json) {
        return "curl -s " + url + " -H 'Content-Type: application/json' -d " + quoted(json);
    }

    /** The text quoted as one word for a POSIX shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static final class Search implements RowSink {
        private final List<String> features;
        private final List<Integer> positions = new ArrayList<>();
        private String[] cells = {};
        private int rows;
        private int fewestMissing = Integer.MAX_VALUE;
        private Optional<String> best = Optional.empty();

        Search(List<String> features) {
            this.features = features;
        }

        @Override
        public void header(List<String> names, char separator) throws InvalidTableException {
            features.forEach(feature -> positions.add(names.indexOf(feature)));
            cells = new String[names.size()];
            if (positions.contains(-1)) {
                throw new InvalidTableException("another dataset");
            }
        }

        @Override
        public void beginRow(long line) {
            // The line number is not needed.
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            cells[column] = new String(buffer, offset, length);
        }

        @Override
        public void endRow() throws InvalidTableException {
            int missing = (int) positions.stream()
                    .filter(position -> Values.isMissing(cells[position]))
                    .count();
            if (missing < fewestMissing) {
                fewestMissing = missing;
                best = Optional.of(json());
            }
            if (missing == 0 || ++rows == MAX_ROWS) {
                throw new InvalidTableException("found");
            }
        }

        private String json() {
            JsonObject row = new JsonObject();
            for (int i = 0; i < positions.size(); i++) {
                row.add(features.get(i), value(cells[positions.get(i)]));
            }
            return GSON.toJson(row);
        }

        private static JsonElement value(String cell) {
            if (Values.isMissing(cell)) {
                return JsonNull.INSTANCE;
            }
            double number = Values.number(cell);
            if (Double.isNaN(number)) {
                return new JsonPrimitive(cell);
            }
            long whole = (long) number;
            return whole == number && Math.abs(whole) < 1L << 53 ? new JsonPrimitive(whole) : new JsonPrimitive(number);
        }

        Optional<String> best() {
            return best;
        }
    }
}
