package dev.dropfit.core.model.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.TimeNumber;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads {@code pipeline.json}. Format 1 holds linear models; format 2 adds the parts of dates; format 3 is for models of trees,
 * so that a release without trees rejects the file because of its format; format 4 adds how the cells of columns are written, the columns that
 * requests may leave out, those of earlier models, and the threshold between two classes; format 5 adds blends, with the names of their Tribuo
 * models, trees with directions for missing numbers, the terms of texts, the order of the levels of categories, numbers whose logarithm is
 * learned, numbers with marks, numbers that are written as two (ranges, fractions), and months in six digits. A number that is never negative keeps the format of its model: a release that does not know it predicts the same numbers, the
 * negative ones too. So does a category that takes any spelling of its levels: to a release that does not know it, another spelling is a value that
 * training has not seen.
 */
public final class PipelineJson {
    static final int FORMAT_OF_LINEAR_MODELS = 1;
    private static final int FORMAT_OF_DATES = 2;
    static final int FORMAT_OF_TREES = 3;
    private static final int FORMAT_OF_COLUMNS = 4;
    static final int FORMAT_OF_DIRECTIONS_AND_BLENDS = 5;
    private static final int FORMAT_OF_TEXTS = 5;
    private static final int FORMAT_OF_LOGARITHMS = 5;
    private static final int FORMAT_OF_ORDERS = 5;
    private static final int FORMAT_OF_MARKS = 5;
    private static final int NEWEST_FORMAT = FORMAT_OF_TEXTS;

    private static final String LOGARITHM = "log";
    private static final String IDENTITY = "identity";

    private PipelineJson() {}

    /** Writes how rows are read, without a model. */
    public static JsonObject write(Pipeline pipeline) {
        return write(pipeline, FORMAT_OF_LINEAR_MODELS);
    }

    /**
     * Writes the oldest format that can hold the pipeline, so that a predictor of an older release reads every model that it can score.
     *
     * @param modelFormat the oldest format for this kind of model: {@link #FORMAT_OF_LINEAR_MODELS}, {@link #FORMAT_OF_TREES} or {@link
     *     #FORMAT_OF_DIRECTIONS_AND_BLENDS}
     */
    static JsonObject write(Pipeline pipeline, int modelFormat) {
        int featureFormat = pipeline.inputs().stream().anyMatch(Input::isText)
                ? FORMAT_OF_TEXTS
                : pipeline.features().stream().anyMatch(Feature::hasOrder)
                        ? FORMAT_OF_ORDERS
                        : pipeline.features().stream().anyMatch(Feature::isDatePart)
                                ? FORMAT_OF_DATES
                                : FORMAT_OF_LINEAR_MODELS;
        List<String> inputs = pipeline.inputs().stream().map(Input::column).toList();
        boolean earlier =
                !pipeline.optional().isEmpty() || !pipeline.positions().equals(inputs);
        JsonObject json = new JsonObject();
        boolean marks = pipeline.formats().values().stream()
                .anyMatch(format -> isOfMarks(format.notation().orElse(null)));
        int columnFormat = marks
                ? FORMAT_OF_MARKS
                : pipeline.formats().isEmpty()
                                && !earlier
                                && pipeline.threshold().isEmpty()
                        ? FORMAT_OF_LINEAR_MODELS
                        : FORMAT_OF_COLUMNS;
        int linkFormat = pipeline.target() instanceof Target.Quantity quantity
                        && quantity.link().logarithm()
                ? FORMAT_OF_LOGARITHMS
                : FORMAT_OF_LINEAR_MODELS;
        json.addProperty("format", Math.max(Math.max(columnFormat, linkFormat), Math.max(modelFormat, featureFormat)));
        json.addProperty("learner", pipeline.learner());
        json.addProperty("label", pipeline.label());
        json.addProperty("output", pipeline.output());
        json.addProperty("task", pipeline.target() instanceof Target.Classes ? "classification" : "regression");
        if (pipeline.target() instanceof Target.Classes classes) {
            json.add("classes", strings(classes.values()));
            JsonObject names = new JsonObject();
            for (String value : classes.values()) {
                String name = classes.names().get(value);
                if (name != null) {
                    names.addProperty(value, name);
                }
            }
            json.add("labels", names);
        } else if (pipeline.target() instanceof Target.Quantity quantity
                && !quantity.link().equals(Link.IDENTITY)) {
            json.add("link", write(quantity.link()));
        }
        JsonArray columns = new JsonArray();
        for (Input input : pipeline.inputs()) {
            if (input.isText()) {
                columns.add(TextJson.write(input));
            } else {
                input.features().forEach(feature -> columns.add(write(feature)));
            }
        }
        json.add("features", columns);
        json.add("ignored", strings(pipeline.ignored()));
        if (!pipeline.formats().isEmpty()) {
            JsonObject formats = new JsonObject();
            pipeline.formats().forEach((column, format) -> formats.add(column, ColumnFormatJson.write(format)));
            json.add("formats", formats);
        }
        if (earlier) {
            json.add("positions", strings(pipeline.positions()));
            json.add("optional", strings(pipeline.optional()));
        }
        pipeline.threshold().ifPresent(threshold -> json.addProperty("threshold", threshold));
        return json;
    }

    private static boolean isOfMarks(@Nullable Notation notation) {
        return notation instanceof MarkedNotation
                || notation instanceof CompoundNumber
                || notation == TimeNumber.COMPACT_MONTH
                || notation == TimeNumber.EXCEL_DAYS
                || (notation instanceof DateNotation dates
                        && (dates.isShort() || dates.firstYear() != DateNotation.DEFAULT_FIRST_YEAR));
    }

    /** Adds the names of the Tribuo models of a blend, whose margins add up. */
    static void addModels(JsonObject json, List<String> names) {
        json.add("models", strings(names));
    }

    /**
     * The names of the Tribuo models.
     *
     * @throws InvalidModelException when there are others than those of a blend or of a single model
     */
    static List<String> models(JsonObject json) throws InvalidModelException {
        List<String> single = List.of(TribuoModels.MAIN);
        try {
            List<String> models = json.has("models") ? strings(json.getAsJsonArray("models")) : single;
            if (models.equals(single) || models.equals(List.of(TribuoModels.MAIN, TribuoModels.LINEAR))) {
                return models;
            }
        } catch (IllegalStateException | ClassCastException | UnsupportedOperationException e) {
            throw new InvalidModelException("pipeline.json has no list of models: " + e.getMessage(), e);
        }
        throw new InvalidModelException("pipeline.json lists the models " + json.get("models")
                + "; accepted are model.tribuo, and model.tribuo with linear.tribuo");
    }

    private static JsonObject write(Link link) {
        JsonObject json = new JsonObject();
        json.addProperty("function", link.logarithm() ? LOGARITHM : IDENTITY);
        if (link.logarithm()) {
            json.addProperty("shift", link.shift());
            json.addProperty("factor", link.factor());
            json.addProperty("linear_weight", link.linearWeight());
        }
        if (Double.isFinite(link.min())) {
            json.addProperty("min", link.min());
        }
        if (Double.isFinite(link.max())) {
            json.addProperty("max", link.max());
        }
        return json;
    }

    private static Link link(JsonObject json) {
        String function = json.get("function").getAsString();
        if (!function.equals(LOGARITHM) && !function.equals(IDENTITY)) {
            throw new IllegalArgumentException("unknown link " + function);
        }
        return new Link(
                function.equals(LOGARITHM),
                number(json, "shift", 0),
                number(json, "factor", 1),
                number(json, "min", Double.NEGATIVE_INFINITY),
                number(json, "max", Double.POSITIVE_INFINITY),
                number(json, "linear_weight", 1));
    }

    private static double number(JsonObject json, String key, double otherwise) {
        return json.has(key) ? json.get(key).getAsDouble() : otherwise;
    }

    private static JsonObject write(Feature feature) {
        JsonObject json = new JsonObject();
        json.addProperty("column", feature.column());
        if (feature instanceof Feature.Numeric numeric) {
            json.addProperty("kind", numeric.part().isPresent() ? "datetime" : "numeric");
            numeric.part().ifPresent(part -> {
                json.addProperty("part", part.component().text());
                if (part.component() == DatePart.Component.AGE) {
                    json.addProperty("reference", part.reference().toString());
                }
            });
            json.addProperty("median", numeric.median());
            json.addProperty("mean", numeric.mean());
            json.addProperty("scale", numeric.scale());
        } else if (feature instanceof Feature.Categorical categorical) {
            json.addProperty("kind", "categorical");
            json.add("levels", strings(categorical.levels()));
            json.addProperty("other", categorical.hasOther());
            json.addProperty("missing", categorical.hasMissing());
            if (categorical.takesAnySpelling()) {
                json.addProperty("any_spelling", true);
            }
            if (categorical.isOrdered()) {
                JsonArray order = new JsonArray();
                for (int code = 0; code < categorical.width(); code++) {
                    order.add(categorical.position(code));
                }
                json.add("order", order);
            }
        }
        return json;
    }

    private static JsonArray strings(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    /**
     * Reads what {@link #write} writes, in this format or an older one.
     *
     * @throws InvalidModelException when the format is newer, or the JSON is not a pipeline
     */
    public static Pipeline read(JsonObject json) throws InvalidModelException {
        try {
            int format = json.get("format").getAsInt();
            if (format < 1 || format > NEWEST_FORMAT) {
                throw new InvalidModelException("pipeline.json has format " + format
                        + "; this version of Dropfit reads formats 1 to " + NEWEST_FORMAT);
            }
            List<Feature> features = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray("features")) {
                JsonObject feature = element.getAsJsonObject();
                if (TextJson.reads(feature)) {
                    features.addAll(TextJson.read(feature));
                } else {
                    features.add(feature(feature));
                }
            }
            Pipeline pipeline = new Pipeline(
                    json.get("label").getAsString(),
                    json.get("output").getAsString(),
                    json.get("learner").getAsString(),
                    target(json),
                    features,
                    strings(json.getAsJsonArray("ignored")),
                    json.has("formats") ? formats(json.getAsJsonObject("formats")) : Map.of());
            Pipeline decided = json.has("threshold")
                    ? pipeline.withThreshold(json.get("threshold").getAsDouble())
                    : pipeline;
            return json.has("positions")
                    ? decided.accepting(
                            strings(json.getAsJsonArray("positions")),
                            strings(json.getAsJsonArray("optional")),
                            decided.formats())
                    : decided;
        } catch (NullPointerException
                | IllegalStateException
                | IllegalArgumentException
                | ClassCastException
                | DateTimeException
                | UnsupportedOperationException e) {
            throw new InvalidModelException("pipeline.json is not a pipeline: " + e.getMessage(), e);
        }
    }

    private static Map<String, ColumnFormat> formats(JsonObject json) {
        Map<String, ColumnFormat> formats = new LinkedHashMap<>();
        json.asMap().forEach((column, format) -> formats.put(column, ColumnFormatJson.read(format.getAsJsonObject())));
        return formats;
    }

    private static Target target(JsonObject json) {
        String task = json.get("task").getAsString();
        return switch (task) {
            case "regression" ->
                json.has("link") ? new Target.Quantity(link(json.getAsJsonObject("link"))) : new Target.Quantity();
            case "classification" -> {
                Map<String, String> names = new LinkedHashMap<>();
                json.getAsJsonObject("labels").asMap().forEach((value, name) -> names.put(value, name.getAsString()));
                yield new Target.Classes(strings(json.getAsJsonArray("classes")), names);
            }
            default -> throw new IllegalArgumentException("unknown task " + task);
        };
    }

    private static Feature feature(JsonObject json) {
        String column = json.get("column").getAsString();
        String kind = json.get("kind").getAsString();
        return switch (kind) {
            case "numeric", "datetime" ->
                new Feature.Numeric(
                        column,
                        kind.equals("datetime") ? Optional.of(part(json)) : Optional.empty(),
                        json.get("median").getAsDouble(),
                        json.get("mean").getAsDouble(),
                        json.get("scale").getAsDouble());
            case "categorical" -> {
                Feature.Categorical exact = new Feature.Categorical(
                        column,
                        strings(json.getAsJsonArray("levels")),
                        json.get("other").getAsBoolean(),
                        json.get("missing").getAsBoolean());
                Feature.Categorical category =
                        json.has("any_spelling") && json.get("any_spelling").getAsBoolean()
                                ? exact.ofAnySpelling()
                                : exact;
                yield json.has("order")
                        ? category.ordered(json.getAsJsonArray("order").asList().stream()
                                .mapToInt(JsonElement::getAsInt)
                                .toArray())
                        : category;
            }
            default -> throw new IllegalArgumentException("unknown kind of feature " + kind);
        };
    }

    private static DatePart part(JsonObject json) {
        String text = json.get("part").getAsString();
        for (DatePart.Component component : DatePart.Component.values()) {
            if (component.text().equals(text)) {
                return component == DatePart.Component.AGE
                        ? new DatePart(
                                component, Instant.parse(json.get("reference").getAsString()))
                        : DatePart.of(component);
            }
        }
        throw new IllegalArgumentException("unknown part of a date " + text);
    }

    private static List<String> strings(JsonArray array) {
        List<String> strings = new ArrayList<>(array.size());
        array.forEach(element -> strings.add(element.getAsString()));
        return strings;
    }
}
