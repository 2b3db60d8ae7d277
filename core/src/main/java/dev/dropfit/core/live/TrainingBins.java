package dev.dropfit.core.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bins in which the rows of a model are counted, with the rows of its dataset in each.
 *
 * @param rows the number of rows of the dataset
 * @param columns the inputs of the model, in its order
 * @param scored the number of holdout rows, whose scores are those of rows that the model was not fitted to
 * @param score the bins of the score: of two classes the probability of the positive one, of more classes the predicted one, else the number.
 *     Empty if no rows were held out
 */
public record TrainingBins(long rows, List<ColumnBins> columns, long scored, Optional<ColumnBins> score) {
    /** The bins of a model file that has none: only rows are counted. */
    public static final TrainingBins NONE = new TrainingBins(0, List.of(), 0, Optional.empty());

    /** The name of the bins of the score in counts. No column has an empty name. */
    public static final String SCORE = "";

    private static final int FORMAT = 1;

    public TrainingBins {
        columns = List.copyOf(columns);
    }

    /** The columns, and then the score if it has bins. */
    public List<ColumnBins> all() {
        List<ColumnBins> all = new ArrayList<>(columns);
        score.ifPresent(all::add);
        return all;
    }

    /** The number of rows of training that the counts of a column or of the score add up to. */
    public long rows(ColumnBins bins) {
        return bins.column().equals(SCORE) ? scored : rows;
    }

    /** The bins as they are in a model file. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("rows", rows);
        JsonArray written = new JsonArray();
        columns.forEach(column -> written.add(column.toJson()));
        json.add("columns", written);
        json.addProperty("scored", scored);
        score.ifPresent(bins -> json.add("score", bins.toJson()));
        return json;
    }

    /** Reads the bins of a model file; empty if they are damaged, or a later release wrote them. */
    public static Optional<TrainingBins> read(JsonObject json) {
        try {
            if (json.get("format").getAsInt() != FORMAT) {
                return Optional.empty();
            }
            List<ColumnBins> columns = new ArrayList<>();
            json.getAsJsonArray("columns").forEach(column -> columns.add(ColumnBins.read(column.getAsJsonObject())));
            return Optional.of(new TrainingBins(
                    json.get("rows").getAsLong(),
                    columns,
                    json.get("scored").getAsLong(),
                    json.has("score")
                            ? Optional.of(ColumnBins.read(json.getAsJsonObject("score")))
                            : Optional.empty()));
        } catch (RuntimeException e) { // Gson throws several kinds.
            return Optional.empty();
        }
    }
}
