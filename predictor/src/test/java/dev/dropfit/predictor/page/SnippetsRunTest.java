package dev.dropfit.predictor.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.use.Snippet;
import dev.dropfit.core.use.Snippets;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the snippets of a page as they are, by the programs that they are for; without a program, its snippet is skipped. */
final class SnippetsRunTest {
    /** What Apps Script has: a request that waits for its response. */
    private static final String APPS_SCRIPT = """
            const UrlFetchApp = { fetch: (url, options) => {
              const body = require('child_process').execFileSync('curl', ['-s', '-X', options.method.toUpperCase(), '-H',
                'Content-Type: ' + options.contentType, '-d', options.payload, url]);
              return { getContentText: () => body.toString() };
            } };
            const Logger = { log: (rows) => console.log(JSON.stringify(rows)) };
            """;

    private static final Map<String, Pipeline> MODELS = new TreeMap<>();

    @TempDir
    static Path folder;

    private static PredictServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PredictServer(folder.resolve("models"), Map.of());
        serve("heart", TrainedModels.classes("01"));
        serve("orders", TrainedModels.dates("01"));
        serve("flat", TrainedModels.quantity("01"));
        StringBuilder csv =
                new StringBuilder("a'b,a \"b\",größe,back\\slash,`x`,<b>,y\n".replace("a \"b\"", "\"a \"\"b\"\"\""));
        for (int i = 0; i < 300; i++) {
            csv.append(i % 7).append(".5,").append(i % 11).append(',').append(i % 2 == 0 ? "it's" : "größer");
            csv.append(',').append(i % 13).append(',').append(i % 3 == 0 ? "a\\b" : "$HOME");
            csv.append(',').append(i % 5).append(i % 3 == 0 ? ",no\n" : ",yes\n");
        }
        serve("odd", TrainedModels.of(csv.toString(), "{\"output\": \"it's \\\"odd\\\"\"}"));
    }

    private static void serve(String name, byte[] file) throws IOException {
        TrainedModels.publish(server.models(), name, file);
        MODELS.put(name, TrainedModels.read(file).pipeline());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static String snippet(String model, String title) {
        return Snippets.of(server.url(""), new ModelName(model), Objects.requireNonNull(MODELS.get(model))).stream()
                .filter(snippet -> snippet.title().equals(title))
                .map(Snippet::text)
                .findFirst()
                .orElseThrow();
    }

    /** What a program prints that reads the text as a file. */
    private static String run(String text, String... command) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "snippet", ".mjs"), text);
        List<String> all = new ArrayList<>(List.of(command));
        all.add(file.toString());
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void curlGetsAPredictionWithoutWarnings(String model) throws Exception {
        assumeTrue(works("curl", "--version"), "curl is missing");

        assertThat(run(snippet(model, "curl"), "sh")).contains("\"model\":\"" + model + "\"", "\"warnings\":[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void pythonGetsAPrediction(String model) throws Exception {
        assumeTrue(works("python3", "-c", "import requests"), "Python or its library requests is missing");

        assertThat(run(snippet(model, "Python"), "python3")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void pandasGetsTheColumnsOfThePrediction(String model) throws Exception {
        // Debian's packages are for Debian's Python, which need not be the first one on the path.
        Optional<String> python = Stream.of("python3", "/usr/bin/python3")
                .filter(one -> works(one, "-c", "import requests, pandas"))
                .findFirst();
        assumeTrue(python.isPresent(), "Python or one of its libraries is missing");

        assertThat(run(snippet(model, "Python, a data frame"), python.get())).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void javaScriptGetsAPrediction(String model) throws Exception {
        assumeTrue(works("node", "-e", "fetch"), "Node 18 is missing");

        assertThat(run(snippet(model, "JavaScript"), "node")).isNotBlank().doesNotContain("undefined");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void googleSheetsGetARowOfCells(String model) throws Exception {
        assumeTrue(works("node", "--version") && works("curl", "--version"), "Node or curl is missing");

        String script = "import { createRequire } from 'module'; const require = createRequire(import.meta.url);\n"
                + APPS_SCRIPT + snippet(model, "Google Sheets") + "example();\n";
        assertThat(run(script, "node")).startsWith("[[").doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heart", "orders", "flat", "odd"})
    void rReadsItsSnippet(String model) throws Exception {
        assumeTrue(works("Rscript", "--version"), "R is missing");

        Path file = Files.writeString(Files.createTempFile(folder, "snippet", ".R"), snippet(model, "R"));
        String check = "x <- parse('" + file + "', encoding = 'UTF-8'); row <- eval(x[[2]]); cat(length(row))";
        assertThat(run(check, "Rscript"))
                .isEqualTo(Integer.toString(
                        Objects.requireNonNull(MODELS.get(model)).inputs().size()));
    }

    @Test
    void theSqlHasTheRow() {
        assertThat(snippet("heart", "BigQuery")).endsWith("""

                -- One row
                SELECT `DATASET.predict_heart`(52.5, 1, false);
                """);
    }
}
