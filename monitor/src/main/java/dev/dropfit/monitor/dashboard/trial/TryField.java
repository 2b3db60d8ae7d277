package dev.dropfit.monitor.dashboard.trial;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A column as a field of the form. A category of few levels is chosen from a list, whose values are the levels' codes; all else is typed.
 *
 * @param input the column
 * @param profile what its values look like, as the model's record has it; empty when it has not
 */
record TryField(Input input, JsonObject profile) {
    private static final int MOST_OPTIONS = 40;

    /** Whether it is chosen from a list: then its categories. */
    private Optional<Feature.Categorical> options() {
        return input.feature() instanceof Feature.Categorical categorical && categorical.width() <= MOST_OPTIONS
                ? Optional.of(categorical)
                : Optional.empty();
    }

    /** The field's content in a typical row: the median, the most frequent level, the newest date. */
    String typical() {
        if (input.isDateTime()) {
            return Json.text(profile, "latest");
        }
        if (input.feature() instanceof Feature.Categorical categorical) {
            List<String> levels = Json.objects(profile, "counts").stream()
                    .map(count -> Json.text(count, "value"))
                    .filter(categorical::knows)
                    .toList();
            String level = !levels.isEmpty()
                    ? levels.get(0)
                    : categorical.levels().isEmpty() ? "" : categorical.levels().get(0);
            return options().isPresent() ? Integer.toString(categorical.code(level)) : level;
        }
        return input.feature() instanceof Feature.Numeric numeric ? Values.category(rounded(numeric.median())) : "";
    }

    /** A median that is the mean of two values may have many digits; nobody needs them. */
    private static double rounded(double value) {
        return Math.abs(value) < 1e9 ? Math.round(value * 1e4) / 1e4 : value;
    }

    /**
     * Fills the column's places in a row.
     *
     * @param text the field's content
     * @return what is wrong with it; empty when nothing is
     */
    Optional<String> fill(String text, double[] row) {
        String content = text.strip();
        if (options().isPresent()) {
            return choose(options().get(), content, row);
        }
        boolean missing = Values.isMissing(content);
        if (input.isDateTime()) {
            double seconds = missing ? Double.NaN : DateTimes.seconds(content);
            input.fill(seconds, row);
            return missing || !Double.isNaN(seconds) ? Optional.empty() : problem(content, DateTimes.ACCEPTED);
        }
        if (input.feature() instanceof Feature.Categorical categorical) {
            row[input.first()] = missing ? categorical.missing() : categorical.code(Values.category(content));
            return Optional.empty();
        }
        double number = missing ? Double.NaN : Values.number(content);
        row[input.first()] = number;
        return missing || !Double.isNaN(number) ? Optional.empty() : problem(content, "a number");
    }

    private Optional<String> choose(Feature.Categorical categorical, String content, double[] row) {
        boolean code = content.matches("-1|\\d{1,3}") && Integer.parseInt(content) < categorical.width();
        row[input.first()] = code ? Integer.parseInt(content) : Feature.Categorical.NONE;
        return code ? Optional.empty() : problem(content, "one of the list");
    }

    private Optional<String> problem(String found, String accepted) {
        String shown = found.length() <= 60 ? found : found.substring(0, 60) + "…";
        return Optional.of(input.column() + " is '" + shown + "'; accepted is " + accepted);
    }

    /** What a row has here, as a person reads it. */
    String shown(String text) {
        String content = text.strip();
        if (options().isPresent() && content.matches("\\d{1,3}")) {
            return options().get().levelName(Integer.parseInt(content));
        }
        return Values.isMissing(content) || content.equals("-1") ? "missing" : content;
    }

    /** @param index the field's, for its name */
    Html html(int index, String content) {
        String id = "f" + index;
        Html field = Html.of("<div class=\"field\"><label for=\"{}\"><bdi>{}</bdi></label>", id, input.column());
        if (options().isPresent()) {
            Feature.Categorical categorical = options().get();
            field.add("<select id=\"{}\" name=\"{}\">", id, id);
            IntStream.range(0, categorical.width())
                    .forEach(code -> option(field, code, categorical.levelName(code), content));
            if (!categorical.hasMissing() && !categorical.hasOther()) {
                option(field, Feature.Categorical.NONE, "(none of these)", content);
            }
            field.add("</select>");
        } else {
            boolean number = !input.isDateTime() && input.feature() instanceof Feature.Numeric;
            field.add(
                    "<input id=\"{}\" name=\"{}\" value=\"{}\" autocomplete=\"off\" spellcheck=\"false\" inputmode=\"{}\" placeholder=\"missing\">",
                    id,
                    id,
                    content,
                    number ? "decimal" : "text");
        }
        Html hint = hint();
        return field.add("{}</div>", hint);
    }

    private static void option(Html field, int code, String name, String content) {
        field.add(
                Integer.toString(code).equals(content)
                        ? "<option value=\"{}\" selected>{}</option>"
                        : "<option value=\"{}\">{}</option>",
                code,
                name);
    }

    /** Between which values most of training was. */
    private Html hint() {
        JsonObject quantiles = Json.object(profile, "quantiles");
        double low = Json.number(quantiles, "0.05");
        double high = Json.number(quantiles, "0.95");
        if (Double.isFinite(low) && Double.isFinite(high)) {
            return Html.of("<small class=\"muted\">mostly {} to {}</small>", PageText.value(low), PageText.value(high));
        }
        return input.isDateTime() ? Html.of("<small class=\"muted\">a date or time, ISO 8601</small>") : Html.none();
    }
}
