package dev.dropfit.core.model.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.TextPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The features of a column of texts in {@code pipeline.json}: one object for all of its terms. */
final class TextJson {
    private static final String KIND = "text";

    private TextJson() {}

    /** Whether an object is such a column. */
    static boolean reads(JsonObject json) {
        return json.get("kind").getAsString().equals(KIND);
    }

    static JsonObject write(Input input) {
        Feature.Numeric length = (Feature.Numeric) input.features().get(0);
        JsonObject json = new JsonObject();
        json.addProperty("column", input.column());
        json.addProperty("kind", KIND);
        json.addProperty("median", length.median());
        json.addProperty("mean", length.mean());
        json.addProperty("scale", length.scale());
        JsonArray terms = new JsonArray();
        JsonArray frequencies = new JsonArray();
        double scale = 1;
        for (Feature feature : input.features().subList(1, input.features().size())) {
            Feature.Numeric term = (Feature.Numeric) feature;
            TextPart part = term.text().orElseThrow();
            terms.add(part.term());
            frequencies.add(part.frequency());
            scale = term.scale();
        }
        json.addProperty("term_scale", scale);
        json.add("terms", terms);
        json.add("idf", frequencies);
        return json;
    }

    static List<Feature> read(JsonObject json) throws ModelTooLargeException {
        String column = json.get("column").getAsString();
        JsonArray terms = json.getAsJsonArray("terms");
        JsonArray frequencies = json.getAsJsonArray("idf");
        ModelLimits.atMost(terms.size(), ModelLimits.MAX_TERMS, "terms in a column of texts");
        if (terms.size() != frequencies.size()) {
            throw new IllegalArgumentException(terms.size() + " terms and " + frequencies.size() + " frequencies");
        }
        double scale = json.get("term_scale").getAsDouble();
        List<Feature> features = new ArrayList<>(terms.size() + 1);
        features.add(new Feature.Numeric(
                column,
                Optional.empty(),
                Optional.of(TextPart.LENGTH),
                json.get("median").getAsDouble(),
                json.get("mean").getAsDouble(),
                json.get("scale").getAsDouble()));
        for (int i = 0; i < terms.size(); i++) {
            features.add(new Feature.Numeric(
                    column,
                    new TextPart(terms.get(i).getAsString(), frequencies.get(i).getAsDouble()),
                    scale));
        }
        return features;
    }
}
