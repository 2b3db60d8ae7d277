package dev.dropfit.trainer;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.read.TableReader;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A dataset of the folder {@code reference} as training sees it, and what scikit-learn says of it ({@code make_reference.py} there).
 *
 * @param expected what scikit-learn says
 */
public record Reference(Table table, Schema schema, Split split, List<Feature> features, JsonObject expected) {
    private static final String COLUMNS = """
        {"columns": {"plain": "numeric", "gaps": "numeric", "small": "numeric", "constant": "numeric",
                     "colour": "categorical", "code": "categorical", "rare": "categorical"}}\
        """;

    /** The dataset of this name, every column used. */
    public static Reference of(String name) {
        try {
            Settings settings = SettingsReader.read(COLUMNS);
            Table table = TableReader.read(new ByteArrayInputStream(csv(name)), Optional.empty());
            Schema schema = SchemaInference.infer(table, settings);
            Split split = Split.of(settings.holdout());
            return new Reference(
                    table, schema, split, new FeatureFitter(table, split).fit(schema), json(name + ".json"));
        } catch (IOException | InvalidTableException | InvalidSettingsException e) {
            throw new AssertionError(e);
        }
    }

    /** The dataset's bytes. */
    public static byte[] csv(String name) {
        return bytes(name + ".csv");
    }

    /** One of the folder's expectations. */
    public static JsonObject json(String file) {
        return new Gson().fromJson(new String(bytes(file), StandardCharsets.UTF_8), JsonObject.class);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = Objects.requireNonNull(Reference.class.getResourceAsStream("reference/" + file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The numbers of a list, or of a list of lists. */
    public static List<double[]> rows(JsonElement lists) {
        List<double[]> rows = new ArrayList<>();
        lists.getAsJsonArray().forEach(row -> rows.add(numbers(row.getAsJsonArray())));
        return rows;
    }

    /** The numbers of a list. */
    public static double[] numbers(JsonArray list) {
        return list.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }

    /** The texts of a list. */
    public static List<String> strings(JsonArray list) {
        return list.asList().stream().map(JsonElement::getAsString).toList();
    }
}
