package dev.dropfit.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a row means to a model: the file {@code pipeline.json}.
 *
 * @param label the dataset's column that is predicted
 * @param output the key of the prediction in answers
 * @param learner the learner that fitted the model
 * @param target what is predicted
 * @param features in the order of the dataset's columns; each column once, but for the parts of a date, which stand together
 * @param ignored the dataset's columns that the model does not use; requests may carry them
 */
public record Pipeline(
        String label, String output, String learner, Target target, List<Feature> features, List<String> ignored) {
    /**
     * The newest format that this code writes; it reads this one and all before it. Format 2 has the parts of dates; format 3 is that of
     * models of trees, so that who can't score them says so by its number.
     */
    public static final int FORMAT = 3;

    public static final int FORMAT_OF_LINEAR_MODELS = 1;
    private static final int FORMAT_OF_DATES = 2;
    public static final int FORMAT_OF_TREES = 3;

    public Pipeline {
        features = List.copyOf(features);
        ignored = List.copyOf(ignored);
    }

    /** How many columns the encoded matrix has, without the intercept. */
    public int encodedWidth() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** The dataset's columns that the model needs, each once. */
    public List<Input> inputs() {
        return Input.of(features);
    }

    /**
     * As JSON, in the oldest format that can say it: a predictor that is a release behind reads what it can.
     *
     * @param ofModel the oldest format that the kind of model may have
     */
    public JsonObject toJson(int ofModel) {
        int ofFeatures = features.stream().anyMatch(Feature::isDatePart) ? FORMAT_OF_DATES : FORMAT_OF_LINEAR_MODELS;
        JsonObject json = new JsonObject();
        json.addProperty("format", Math.max(ofModel, ofFeatures));
        json.addProperty("learner", learner);
        json.addProperty("label", label);
        json.addProperty("output", output);
        json.addProperty("task", target instanceof Target.Classes ? "classification" : "regression");
        if (target instanceof Target.Classes classes) {
            json.add("classes", strings(classes.values()));
            JsonObject names = new JsonObject();
            for (String value : classes.values()) {
                String name = classes.names().get(value);
                if (name != null) {
                    names.addProperty(value, name);
                }
            }
            json.add("labels", names);
        }
        JsonArray columns = new JsonArray();
        for (Feature feature : features) {
            columns.add(toJson(feature));
        }
        json.add("features", columns);
        json.add("ignored", strings(ignored));
        return json;
    }

    private static JsonObject toJson(Feature feature) {
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
        }
        return json;
    }

    private static JsonArray strings(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    /**
     * Reads what {@link #toJson} writes, of this or an older format.
     *
     * @throws InvalidModelException when it is of a newer format, or is not a pipeline at all
     */
    public static Pipeline fromJson(JsonObject json) throws InvalidModelException {
        try {
            int format = json.get("format").getAsInt();
            if (format < 1 || format > FORMAT) {
                throw new InvalidModelException("pipeline.json is of format " + format
                        + "; this version of Dropfit reads formats 1 to " + FORMAT);
            }
            List<Feature> features = new ArrayList<>();
            for (JsonElement feature : json.getAsJsonArray("features")) {
                features.add(feature(feature.getAsJsonObject()));
            }
            return new Pipeline(
                    json.get("label").getAsString(),
                    json.get("output").getAsString(),
                    json.get("learner").getAsString(),
                    target(json),
                    features,
                    strings(json.getAsJsonArray("ignored")));
        } catch (NullPointerException
                | IllegalStateException
                | IllegalArgumentException
                | ClassCastException
                | DateTimeException
                | UnsupportedOperationException e) {
            throw new InvalidModelException("pipeline.json is not a pipeline: " + e.getMessage(), e);
        }
    }

    private static Target target(JsonObject json) {
        String task = json.get("task").getAsString();
        return switch (task) {
            case "regression" -> new Target.Quantity();
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
            case "categorical" ->
                new Feature.Categorical(
                        column,
                        strings(json.getAsJsonArray("levels")),
                        json.get("other").getAsBoolean(),
                        json.get("missing").getAsBoolean());
            default -> throw new IllegalArgumentException("unknown kind of feature " + kind);
        };
    }

    private static DatePart part(JsonObject json) {
        String text = json.get("part").getAsString();
        for (DatePart.Component component : DatePart.Component.values()) {
            if (component.text().equals(text)) {
                return component == DatePart.Component.AGE
                        ? new DatePart(component, Instant.parse(json.get("reference").getAsString()))
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
