package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The route table, and what holds to it: the README, the reference page, and an example of each route. */
final class RoutesTest {
    private static final Pattern CODE = Pattern.compile("`(?:(GET|POST) )?(/[^`?]*)(?:\\?[^`]*)?`");

    private static Set<String> routes() {
        Set<String> all = new TreeSet<>();
        for (DialectRoutes dialect : TestRoutes.ALL.dialects()) {
            for (DialectRoutes.Entry entry : dialect.entries()) {
                assertThat(all.add(entry.route().method() + " " + entry.path())).isTrue();
            }
        }
        return all;
    }

    @Test
    void theReadmeHasEveryRouteAndNoOther() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));

        Set<String> documented = new TreeSet<>(requests(readme, "| request |"));
        documented.addAll(requests(readme, "| protocol |"));

        assertThat(documented).isEqualTo(routes());
    }

    /** The methods and paths in the first two columns of a table. A path without a method has the one before it in its row. */
    private static Set<String> requests(String page, String head) {
        Set<String> requests = new HashSet<>();
        List<String> rows = page.substring(page.indexOf(head))
                .lines()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(3);
        for (String row : rows) {
            String method = "";
            Matcher code = CODE.matcher(row);
            while (code.find()) {
                method = code.group(1) == null ? method : code.group(1);
                for (String path : Route.get(code.group(2), "").paths()) {
                    requests.add(method + " " + path);
                }
            }
        }
        return requests;
    }

    @Test
    void theReferencePageHasEveryReservedName() throws IOException {
        String reference = Files.readString(Path.of("../docs/reference.md"));
        int end = reference.indexOf("only, not at `/{model}`");
        int start = reference.lastIndexOf("Models named", end);

        Set<String> documented = new TreeSet<>();
        Matcher name = Pattern.compile("`([a-z0-9-]+)`").matcher(reference.substring(start, end));
        while (name.find()) {
            documented.add(name.group(1));
        }

        Set<String> reserved = new TreeSet<>();
        for (String route : routes()) {
            String path = route.substring(route.indexOf('/') + 1);
            int slash = path.indexOf('/');
            String first = slash < 0 ? path : path.substring(0, slash);
            if (ModelName.parse(first).isPresent() && TestRoutes.ALL.isReserved(first)) {
                reserved.add(first);
            }
        }
        assertThat(documented).isEqualTo(reserved).hasSize(8);
    }

    @Test
    void everyRouteHasAnExampleThatSucceeds() throws Exception {
        Set<String> tried = new TreeSet<>();
        for (JsonElement example : DialectsTest.allExamples()) {
            JsonObject json = example.getAsJsonObject();
            String[] request = json.get("request").getAsString().split(" ", 2);
            if (json.get("status").getAsInt() < 300) {
                DialectRoutes.Entry entry = find(request[0], request[1].replaceFirst("\\?.*", ""));
                tried.add(entry.route().method() + " " + entry.path());
            }
        }

        assertThat(tried).isEqualTo(routes());
    }

    private static DialectRoutes.Entry find(String method, String path) throws RequestException {
        return find(method, path, Response.JSON);
    }

    private static DialectRoutes.Entry find(String method, String path, String type) throws RequestException {
        Request request = new Request(
                method, Request.segments(path), "", type, () -> new byte[0], new Tally(), RequestMemory.unlimited());
        return TestRoutes.ALL.of(request.path()).find(request);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, /",
        "HEAD, /, /",
        "POST, /heart, /{model}",
        "POST, /heart/, /{model}",
        "GET, /heart/versions/1, /{model}/versions/{version}",
        "GET, /heart/openapi.json, /{model}/openapi.json",
        "POST, /v1/models/heart:predict, /v1/models/{model}:predict",
        "GET, /v1/models/heart, /v1/models/{model}",
        "POST, /v1/models/heart/versions/1:predict, /v1/models/{model}/versions/{version}:predict",
        "GET, /v2/models/v1/ready, /v2/models/{model}/ready"
    })
    void aRequestHasTheRouteOfItsPath(String method, String path, String expected) throws RequestException {
        assertThat(find(method, path).path()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/heart:predict, heart,",
        "/v1/models/heart/versions/1-2:predict, heart, 1-2",
        "/heart, heart,",
        "/heart/versions/1-2, heart, 1-2",
        "/, ,"
    })
    void aPathNamesItsModelAndVersion(String path, String model, String version) throws RequestException {
        List<String> segments = Request.segments(path);
        PathPattern pattern = find("POST", path).pattern();

        assertThat(pattern.model(segments)).isEqualTo(model);
        assertThat(pattern.version(segments)).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/heart/x",
                "/heart/versions",
                "/heart/versions/1/x",
                "/heart.csv",
                "/heart:predict",
                "/v1",
                "/v1/models/:predict",
                "/v1/models/heart:classify",
                "/v1/models/heart:predict:predict",
                "/v1/models/heart:predict/versions/1",
                "/v2/models/heart:predict/infer",
                "/v2/models//infer",
                "/ping/x",
                "/metrics/x",
                "//"
            })
    void aPathWithoutARouteIsNotFoundAndGetsThePathsOfItsDialect(String path) {
        String dialect = TestRoutes.ALL
                .of(Request.segments(path))
                .dialect()
                .routes()
                .get(0)
                .path();

        assertThatThrownBy(() -> find("POST", path))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessageStartingWith("There is nothing at this path; accepted ")
                .hasMessageContaining(dialect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /heart | 'GET, HEAD, POST' | PUT is not accepted here; accepted are GET and POST",
                "DELETE | /heart/versions/1 | 'GET, HEAD, POST' | DELETE is not accepted here; accepted are GET and POST",
                "POST | /openapi.json | 'GET, HEAD' | POST is not accepted here; accepted is GET",
                "HEAD | /v1/models/heart:predict | 'POST' | HEAD is not accepted here; accepted is POST",
                "get | /v2 | 'GET, HEAD' | get is not accepted here; accepted is GET"
            })
    void anotherMethodIsNotAllowedAndGetsTheAllowedOnes(String method, String path, String allow, String message) {
        assertThatThrownBy(() -> find(method, path))
                .isInstanceOfSatisfying(RequestException.class, e -> {
                    assertThat(e.status()).isEqualTo(405);
                    assertThat(e.headers()).containsEntry("Allow", allow);
                })
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/heart | accepted are the content types application/json, text/csv and application/x-ndjson",
                "/v1/models/heart:predict | accepted is the content type application/json"
            })
    void anotherContentTypeIsUnsupportedAndGetsTheSupportedOnes(String path, String accepted) {
        assertThatThrownBy(() -> find("POST", path, "text/" + "x".repeat(100)))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(415))
                .hasMessageContaining("'text/" + "x".repeat(75) + "…'; " + accepted);
    }

    @Test
    void twoDialectsCannotHaveTheSameFirstSegment() {
        List<Dialect> dialects =
                TestRoutes.ALL.dialects().stream().map(DialectRoutes::dialect).toList();

        assertThatThrownBy(() -> new Routes(dialects.get(0), List.of(dialects.get(1), dialects.get(1))))
                .hasMessage("Two dialects have paths that begin with /v2");
    }
}
