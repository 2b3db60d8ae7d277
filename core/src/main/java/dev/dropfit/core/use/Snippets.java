package dev.dropfit.core.use;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ready-to-paste requests for a model in several languages, each with the same row. Pure functions. */
public final class Snippets {
    /** The URL in snippets where that of the predictor is not known. */
    public static final String PLACEHOLDER = "https://PREDICTOR";

    private final String url;
    private final ModelName name;
    private final Pipeline pipeline;
    private final ExampleRow row;

    private Snippets(String url, ModelName name, Pipeline pipeline) {
        this.url = url;
        this.name = name;
        this.pipeline = pipeline;
        row = ExampleRow.of(pipeline);
    }

    /**
     * The snippets of a model.
     *
     * @param predictor the URL of the predictor, without a slash at its end
     */
    public static List<Snippet> of(String predictor, ModelName name, Pipeline pipeline) {
        return new Snippets(predictor, name, pipeline).all();
    }

    private List<Snippet> all() {
        return List.of(
                new Snippet("curl", curl()),
                new Snippet("Python", python()),
                new Snippet("Python, a data frame", pandas()),
                new Snippet("JavaScript", javaScript()),
                new Snippet("R", r()),
                new Snippet("Google Sheets", sheets()),
                new Snippet("BigQuery", bigQuery()));
    }

    private String address() {
        return url + "/" + name.value();
    }

    private String curl() {
        return "curl " + shell(address()) + " -H 'Content-Type: application/json' \\\n  -d " + shell(row.json()) + "\n";
    }

    /** A text as one word for a POSIX shell. */
    public static String shell(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private String python() {
        return """
            import requests

            row = %s
            response = requests.post(%s, json=row)
            response.raise_for_status()
            print(response.json()[%s])
            """.formatted(pythonRow(), quoted(address()), quoted(pipeline.output()));
    }

    private String pandas() {
        return """
            import io
            import pandas
            import requests

            rows = pandas.DataFrame([%s])
            response = requests.post(
                %s,
                data=rows.to_csv(index=False).encode(),
                headers={"Content-Type": "text/csv"},
            )
            response.raise_for_status()
            print(pandas.read_csv(io.StringIO(response.text)))
            """.formatted(pythonRow(), quoted(address()));
    }

    /** A dictionary. The strings of JSON are strings of Python too. */
    private String pythonRow() {
        return fields("{", ": ", "}", Snippets::quoted, value -> {
            if (value.isJsonNull()) {
                return "None";
            }
            return value instanceof JsonPrimitive primitive && primitive.isBoolean()
                    ? primitive.getAsBoolean() ? "True" : "False"
                    : ExampleRow.json(value);
        });
    }

    private String javaScript() {
        return """
            const response = await fetch(%s, {
              method: "POST",
              headers: { "Content-Type": "application/json" },
              body: JSON.stringify(%s),
            });
            if (!response.ok) throw new Error(await response.text());
            console.log((await response.json())[%s]);
            """.formatted(quoted(address()), row.json(), quoted(pipeline.output()));
    }

    private String r() {
        String fields = fields("list(", " = ", ")", Snippets::symbol, value -> {
            if (value.isJsonNull()) {
                return "NA";
            }
            return value instanceof JsonPrimitive primitive && primitive.isBoolean()
                    ? primitive.getAsBoolean() ? "TRUE" : "FALSE"
                    : ExampleRow.json(value);
        });
        return """
            library(httr2)

            row <- %s
            response <- request(%s) |> req_body_json(row) |> req_perform()
            print(resp_body_json(response)[[%s]])
            """.formatted(fields, quoted(address()), quoted(pipeline.output()));
    }

    /** A name in R. */
    private static String symbol(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    /** An Apps Script: the formula {@code =PREDICT(A1:M1, A2:M100)} has a column for the prediction, and for classes one for its probability. */
    private String sheets() {
        String cells = pipeline.target() instanceof Target.Classes
                ? "[prediction[" + quoted(pipeline.output()) + "], prediction.probability]"
                : "[prediction[" + quoted(pipeline.output()) + "]]";
        return """
            // Extensions > Apps Script. In a cell: =PREDICT(header; rows), such as =PREDICT(A1:M1; A2:M100)
            function PREDICT(header, rows) {
              const body = rows.map((row) =>
                Object.fromEntries(header[0].map((name, i) => [name, row[i] === "" ? null : row[i]])));
              const response = UrlFetchApp.fetch(%s, {
                method: "post",
                contentType: "application/json",
                payload: JSON.stringify(body),
              });
              return JSON.parse(response.getContentText()).predictions.map((prediction) => %s);
            }

            // A row to try it with
            function example() {
              const row = %s;
              Logger.log(PREDICT([Object.keys(row)], [Object.values(row)]));
            }
            """.formatted(quoted(address() + "/rows"), cells, row.json());
    }

    private String bigQuery() {
        return BigQuerySql.of(name, pipeline, url, "DATASET", "PROJECT.REGION.CONNECTION") + "\n-- One row\nSELECT "
                + BigQuerySql.call(name, "DATASET", pipeline, row) + ";\n";
    }

    private String fields(
            String open,
            String between,
            String close,
            Function<String, String> names,
            Function<JsonElement, String> values) {
        return row.values().entrySet().stream()
                .map((Map.Entry<String, JsonElement> field) ->
                        names.apply(field.getKey()) + between + values.apply(field.getValue()))
                .collect(Collectors.joining(", ", open, close));
    }

    /** A string in double quotes, as JSON, Python, JavaScript and R read it. */
    private static String quoted(String text) {
        return ExampleRow.quoted(text);
    }
}
