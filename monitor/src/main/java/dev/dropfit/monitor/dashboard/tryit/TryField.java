package dev.dropfit.monitor.dashboard.tryit;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A column as a field of the form. A category with few levels is a list whose values are the levels' codes; every other column is a text
 * field.
 *
 * @param index of the column among the model's inputs
 * @param input the column
 * @param profile the column's profile, for typical values and hints
 */
record TryField(int index, Input input, ColumnProfile profile) {
    private static final int MAX_OPTIONS = 40;
    private static final int MAX_FOUND = 60;

    /** The categories, when they fit into a list. */
    private Optional<Feature.Categorical> options() {
        return input.feature() instanceof Feature.Categorical categorical && categorical.width() <= MAX_OPTIONS
                ? Optional.of(categorical)
                : Optional.empty();
    }

    /** The field's content in a typical row: the median, the most frequent level or the latest date. */
    String typical() {
        if (input.isDateTime()) {
            return profile.latest();
        }
        if (input.feature() instanceof Feature.Categorical categorical) {
            List<String> levels = profile.counts().stream()
                    .map(CategoryCount::value)
                    .filter(categorical::knows)
                    .toList();
            String level = !levels.isEmpty()
                    ? levels.get(0)
                    : categorical.levels().isEmpty() ? "" : categorical.levels().get(0);
            return options().isPresent() ? Integer.toString(categorical.code(level)) : level;
        }
        if (input.isText()) {
            return profile.counts().isEmpty() ? "" : profile.counts().get(0).value();
        }
        return input.feature() instanceof Feature.Numeric numeric ? Values.category(rounded(numeric.median())) : "";
    }

    /** A median that is the mean of two values may have many digits. */
    private static double rounded(double value) {
        return Math.abs(value) < 1e9 ? Math.round(value * 1e4) / 1e4 : value;
    }

    /**
     * Fills the column's place in a row.
     *
     * @param text the field's content
     * @return why the content can't be used; empty when it can
     */
    Optional<String> fill(RowFiller filler, String text) {
        if (options().isPresent()) {
            return choose(options().get(), filler, text.strip());
        }
        return filler.text(index, text) == RowFiller.FieldOutcome.UNUSABLE
                ? problem(text.strip(), input.isDateTime() ? DateTimes.ACCEPTED : "a number")
                : Optional.empty();
    }

    private Optional<String> choose(Feature.Categorical categorical, RowFiller filler, String content) {
        if (!content.matches("-1|\\d{1,3}") || Integer.parseInt(content) >= categorical.width()) {
            return problem(content, "a value from the list");
        }
        filler.level(index, Integer.parseInt(content));
        return Optional.empty();
    }

    private Optional<String> problem(String found, String accepted) {
        return Optional.of(input.column() + " is '" + Text.truncate(found, MAX_FOUND) + "'; accepted is " + accepted);
    }

    /** The field's value, as a person reads it. */
    String shown(String text) {
        String content = text.strip();
        if (options().isPresent() && content.matches("\\d{1,3}")) {
            return options().get().levelName(Integer.parseInt(content));
        }
        return Values.isMissing(content) || content.equals("-1") ? "missing" : content;
    }

    /** The label, the field with this content, and a hint. */
    Html html(String content) {
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
        } else if (input.isText()) {
            field.add(
                    "<textarea id=\"{}\" name=\"{}\" rows=\"3\" autocomplete=\"off\""
                            + " placeholder=\"missing\">{}</textarea>",
                    id,
                    id,
                    content);
        } else {
            boolean number = !input.isDateTime() && input.feature() instanceof Feature.Numeric;
            field.add(
                    "<input id=\"{}\" name=\"{}\" value=\"{}\" autocomplete=\"off\" spellcheck=\"false\""
                            + " inputmode=\"{}\" placeholder=\"missing\">",
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

    /** The range of most training values. */
    private Html hint() {
        if (input.isText()) {
            return Html.of("<small class=\"muted\">a text</small>");
        }
        double low = profile.quantile(0.05);
        double high = profile.quantile(0.95);
        if (Double.isFinite(low) && Double.isFinite(high)) {
            return Html.of("<small class=\"muted\">mostly {} to {}</small>", PageText.value(low), PageText.value(high));
        }
        return input.isDateTime() ? Html.of("<small class=\"muted\">a date or time, ISO 8601</small>") : Html.none();
    }
}
