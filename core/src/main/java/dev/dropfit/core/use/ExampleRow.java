package dev.dropfit.core.use;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row that a model can predict, made from what its file holds: the median of a number, a level of a category, a date near those of
 * training, a few terms of a text. It is no row of the dataset. Immutable.
 */
public final class ExampleRow {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final int DIGITS = 4;
    private static final double LARGE = 1e9;
    private static final int MAX_TERMS = 3;
    private static final int MONTHS = 12;
    private static final int DAY = 15;

    private final Map<String, JsonElement> values = new LinkedHashMap<>();

    private ExampleRow() {}

    /** A row of a model: each column that it needs, in the order of the dataset. */
    public static ExampleRow of(Pipeline pipeline) {
        ExampleRow row = new ExampleRow();
        for (Input input : pipeline.inputs()) {
            row.values.put(input.column(), value(input));
        }
        return row;
    }

    /** The value of each column, as JSON. Not to be changed. */
    public Map<String, JsonElement> values() {
        return values;
    }

    /** The row as a JSON object. */
    public String json() {
        return GSON.toJson(values);
    }

    /** A text as a JSON string. */
    static String quoted(String text) {
        return GSON.toJson(text);
    }

    /** A value as JSON. */
    static String json(JsonElement value) {
        return GSON.toJson(value);
    }

    /** The row as a CSV with a header. */
    public String csv() {
        List<String> names = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        values.forEach((name, value) -> {
            names.add(cell(name));
            cells.add(cell(value.isJsonNull() ? "" : value.getAsString()));
        });
        return String.join(",", names) + "\n" + String.join(",", cells) + "\n";
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == ';' || c == '"' || c < ' ');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The value of a level in JSON: a boolean or a number if all levels of the category are, otherwise a string. */
    public static JsonPrimitive level(CategoryType type, String level) {
        return switch (type) {
            case BOOLEAN -> new JsonPrimitive(Boolean.parseBoolean(level));
            case INTEGER, NUMBER -> new JsonPrimitive(new BigDecimal(level));
            case STRING -> new JsonPrimitive(level);
        };
    }

    private static JsonElement value(Input input) {
        if (input.isDateTime()) {
            return new JsonPrimitive(date(input));
        }
        if (input.isText()) {
            return new JsonPrimitive(text(input));
        }
        if (input.feature() instanceof Feature.Categorical categorical) {
            List<String> levels = categorical.levels();
            return levels.isEmpty() ? JsonNull.INSTANCE : level(CategoryType.of(categorical), levels.get(0));
        }
        return input.feature() instanceof Feature.Numeric numeric
                ? new JsonPrimitive(new BigDecimal(Values.category(rounded(numeric.median()))))
                : JsonNull.INSTANCE;
    }

    /** A median that is the mean of two values may have many digits. */
    private static double rounded(double value) {
        double power = Math.pow(10, DIGITS);
        double rounded = Math.abs(value) < LARGE ? Math.round(value * power) / power : value;
        // A very small number is not 0.
        return rounded == 0 ? value : rounded;
    }

    private static String date(Input input) {
        int year = LocalDate.EPOCH.getYear();
        int month = 1;
        for (Feature feature : input.features()) {
            if (feature instanceof Feature.Numeric numeric && numeric.part().isPresent()) {
                DatePart part = numeric.part().get();
                switch (part.component()) {
                    case AGE -> {
                        double seconds = part.reference().getEpochSecond()
                                - Math.rint(numeric.median()) * DateTimes.SECONDS_PER_DAY;
                        return DateTimes.text(seconds);
                    }
                    case YEAR -> year = (int) Math.rint(numeric.median());
                    case MONTH -> month = (int) Math.rint(numeric.median());
                    case DAY_OF_WEEK, HOUR -> {}
                }
            }
        }
        return LocalDate.of(year, Math.max(1, Math.min(MONTHS, month)), DAY).toString();
    }

    /** The first words that the model knows. */
    private static String text(Input input) {
        List<String> words = new ArrayList<>();
        for (Feature feature : input.features()) {
            if (words.size() < MAX_TERMS
                    && feature instanceof Feature.Numeric numeric
                    && numeric.text().isPresent()) {
                String term = numeric.text().get().term();
                if (!numeric.text().get().isLength()
                        && !term.isBlank()
                        && term.chars().allMatch(Character::isLetter)) {
                    words.add(term);
                }
            }
        }
        return words.isEmpty() ? "text" : String.join(" ", words);
    }
}
