package dev.dropfit.core.use;

import com.google.gson.JsonNull;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.registry.ModelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The SQL that makes a model a remote function of BigQuery.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/remote-functions">Remote functions</a>
 */
public final class BigQuerySql {
    private static final int MAX_ROWS = 1000;
    private static final String TEXT = "STRING";

    private BigQuerySql() {}

    /**
     * The statement that makes the function, and a query that calls it.
     *
     * @param pipeline of the model
     * @param url of the predictor, without a slash at its end
     * @param dataset of the function
     * @param connection of BigQuery to Cloud Run, such as {@code project.region.name}
     */
    public static String of(ModelName name, Pipeline pipeline, String url, String dataset, String connection) {
        String function = function(name, dataset);
        String parameters = String.join(",\n  ", parameters(pipeline));
        String arguments =
                pipeline.positions().stream().map(BigQuerySql::quoted).collect(Collectors.joining(", "));
        return "CREATE OR REPLACE FUNCTION " + function + "(\n  " + parameters
                + ")\nRETURNS JSON\nREMOTE WITH CONNECTION "
                + quoted(connection) + "\nOPTIONS (endpoint = " + text(url + "/" + name.value() + "/bigquery")
                + ", max_batching_rows = " + MAX_ROWS + ");\n\n"
                + "-- The arguments are in this order. Cast them if the table has other types.\n"
                + "SELECT *, JSON_VALUE(" + function + "(" + arguments + "), " + text(path(pipeline.output()))
                + ") AS " + quoted(identifier(pipeline.output(), new HashSet<>())) + "\nFROM "
                + quoted(dataset + ".TABLE")
                + ";\n";
    }

    private static String function(ModelName name, String dataset) {
        return quoted(dataset + ".predict_" + name.value().replace('-', '_'));
    }

    /** A call of the function with a row. */
    static String call(ModelName name, String dataset, Pipeline pipeline, ExampleRow row) {
        return pipeline.positions().stream()
                .map(column -> ExampleRow.json(row.values().getOrDefault(column, JsonNull.INSTANCE)))
                .collect(Collectors.joining(", ", function(name, dataset) + "(", ")"));
    }

    private static List<String> parameters(Pipeline pipeline) {
        Map<String, Input> inputs = new HashMap<>();
        pipeline.inputs().forEach(input -> inputs.put(input.column(), input));
        Set<String> taken = new HashSet<>();
        List<String> parameters = new ArrayList<>();
        for (String column : pipeline.positions()) {
            Input input = inputs.get(column);
            parameters.add(quoted(identifier(column, taken)) + " " + (input == null ? TEXT : type(input)));
        }
        return parameters;
    }

    /** The type of a column. A date is text: the predictor reads the formats of the dataset. */
    private static String type(Input input) {
        if (input.feature() instanceof Feature.Categorical categorical) {
            return switch (CategoryType.of(categorical)) {
                case BOOLEAN -> "BOOL";
                case INTEGER -> "INT64";
                case NUMBER -> "FLOAT64";
                case STRING -> TEXT;
            };
        }
        return input.isNumber() ? "FLOAT64" : TEXT;
    }

    /** A name of letters, digits and underscores that is not taken. */
    private static String identifier(String column, Set<String> taken) {
        String plain = column.replaceAll("[^A-Za-z0-9_]", "_");
        String begun = plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
        String free = begun;
        for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
            free = begun + "_" + i;
        }
        return free;
    }

    /** The JSON path of a field. */
    private static String path(String field) {
        return field.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? "$." + field
                : "$.\"" + field.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    private static String text(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
