package dev.dropfit.core.model.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.DurationNotation;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.format.TimeNumber;
import dev.dropfit.core.format.UnitNotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes and reads how the cells of a column are written, as a part of {@code pipeline.json}. */
final class ColumnFormatJson {
    /** A name of its own, because readers that do not know the first year would take dates for a century later. */
    private static final String DATE_FROM_YEAR = "date-from-year";
    /** Dates like {@code 14-01-31} and {@code 1/86}, for the same reason. */
    private static final String SHORT_DATE = "short-date";

    private ColumnFormatJson() {}

    static JsonObject write(ColumnFormat format) {
        JsonObject json = new JsonObject();
        format.notation().ifPresent(notation -> write(notation, json));
        if (!format.missing().isEmpty()) {
            JsonArray missing = new JsonArray();
            format.missing().forEach(missing::add);
            json.add("missing", missing);
        }
        return json;
    }

    private static void write(Notation notation, JsonObject json) {
        if (notation instanceof NumberNotation numbers) {
            json.addProperty("notation", "number");
            writeSeparators(numbers, json);
            json.addProperty("prefix", numbers.prefix());
            json.addProperty("suffix", numbers.suffix());
            json.addProperty("multipliers", numbers.multipliers());
        } else if (notation instanceof UnitNotation units) {
            json.addProperty("notation", "unit");
            writeSeparators(units.numbers(), json);
            json.addProperty("unit", units.unit());
        } else if (notation instanceof MarkedNotation marked) {
            json.addProperty("notation", "marked-number");
            writeSeparators(marked.numbers(), json);
        } else if (notation instanceof CompoundNumber compound) {
            json.addProperty("notation", compound.text());
        } else if (notation instanceof DurationNotation durations) {
            json.addProperty("notation", "duration");
            json.addProperty("minutes_first", durations.minutesFirst());
        } else if (notation instanceof DateNotation dates && dates.isShort()) {
            json.addProperty("notation", SHORT_DATE);
            json.addProperty("parts", dates.parts().name().toLowerCase(Locale.ROOT));
            json.addProperty("first_year", dates.firstYear());
        } else if (notation instanceof DateNotation dates) {
            boolean plain = dates.firstYear() == DateNotation.DEFAULT_FIRST_YEAR;
            json.addProperty("notation", plain ? "date" : DATE_FROM_YEAR);
            json.addProperty("day_first", dates.dayFirst());
            if (!plain) {
                json.addProperty("first_year", dates.firstYear());
            }
        } else if (notation instanceof TimeNumber time) {
            json.addProperty("notation", time.text());
        }
    }

    private static void writeSeparators(NumberNotation numbers, JsonObject json) {
        json.addProperty("decimal", String.valueOf(numbers.decimal()));
        json.addProperty(
                "grouping", numbers.grouping() == NumberNotation.NO_GROUPING ? "" : String.valueOf(numbers.grouping()));
    }

    /** @throws IllegalArgumentException or another unchecked exception when the JSON is not such a format */
    static ColumnFormat read(JsonObject json) {
        List<String> missing = new ArrayList<>();
        if (json.has("missing")) {
            json.getAsJsonArray("missing").forEach(text -> missing.add(text.getAsString()));
        }
        return new ColumnFormat(json.has("notation") ? Optional.of(notation(json)) : Optional.empty(), missing);
    }

    private static Notation notation(JsonObject json) {
        String notation = json.get("notation").getAsString();
        return switch (notation) {
            case "number" ->
                new NumberNotation(
                        character(json, "decimal"),
                        character(json, "grouping"),
                        json.get("prefix").getAsString(),
                        json.get("suffix").getAsString(),
                        json.get("multipliers").getAsBoolean());
            case "unit" -> new UnitNotation(separators(json), json.get("unit").getAsString());
            case "marked-number" -> new MarkedNotation(separators(json));
            case "duration" -> new DurationNotation(json.get("minutes_first").getAsBoolean());
            case "date" -> new DateNotation(json.get("day_first").getAsBoolean());
            case DATE_FROM_YEAR ->
                new DateNotation(
                        json.get("day_first").getAsBoolean(),
                        json.get("first_year").getAsInt());
            case SHORT_DATE ->
                new DateNotation(
                        DateNotation.Parts.valueOf(
                                json.get("parts").getAsString().toUpperCase(Locale.ROOT)),
                        json.get("first_year").getAsInt());
            default ->
                CompoundNumber.find(notation)
                        .<Notation>map(compound -> compound)
                        .orElseGet(() -> TimeNumber.valueOf(notation.toUpperCase(Locale.ROOT)));
        };
    }

    private static NumberNotation separators(JsonObject json) {
        return NumberNotation.of(character(json, "decimal"), character(json, "grouping"));
    }

    private static char character(JsonObject json, String key) {
        String text = json.get(key).getAsString();
        if (text.length() > 1) {
            throw new IllegalArgumentException(key + " is '" + text + "'; accepted is one character");
        }
        return text.isEmpty() ? NumberNotation.NO_GROUPING : text.charAt(0);
    }
}
