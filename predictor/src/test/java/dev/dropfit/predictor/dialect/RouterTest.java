package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.FieldProblem;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.TooManyRowsException;
import dev.dropfit.predictor.serve.NoModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception becomes a response; the ones that are not the client's are logged. */
final class RouterTest {
    private final Tally tally = new Tally();

    private Response respond(Exception exception) {
        Routes routes = new Routes(new FailingDialect(exception), List.of());
        return new Router(TestRoutes.CATALOG, routes)
                .respond(new Request(
                        "GET", List.of(), "", Response.JSON, () -> new byte[0], tally, RequestMemory.unlimited()));
    }

    static Stream<Arguments> clientErrors() {
        return Stream.of(
                Arguments.of(new RequestException(418, "a teapot"), 418, "a teapot"),
                Arguments.of(LimitExceededException.always("the limit (SETTING)"), 413, "the limit (SETTING)"),
                Arguments.of(new InvalidJsonException("no JSON"), 400, "no JSON"),
                Arguments.of(
                        new InvalidRowsException("1 field", List.of(new FieldProblem(0, "age", "x", "a number"))),
                        400,
                        "1 field: row 0, 'age': found x; accepted is a number"),
                Arguments.of(
                        new TooManyRowsException(5),
                        413,
                        "The request has more than 5 rows, the limit (DROPFIT_MAX_ROWS); send several requests"),
                Arguments.of(new InvalidTableException("no table"), 400, "The CSV can't be used: no table"),
                Arguments.of(new NoModelException("no model", false), 404, "no model"),
                Arguments.of(new NoModelException("no model yet", true), 503, "no model yet; try again in a moment"),
                Arguments.of(
                        new InvalidModelException("damaged"),
                        503,
                        "The model can't be loaded; its next version will be used; try again in a moment"));
    }

    @ParameterizedTest
    @MethodSource("clientErrors")
    void anExpectedExceptionGetsItsStatusAndIsNotLogged(Exception exception, int status, String message) {
        Response response = respond(exception);

        assertThat(response.status()).isEqualTo(status);
        assertThat(TestRoutes.text(response)).isEqualTo(message);
        assertThat(response.headers()).isEqualTo(status == 503 ? Map.of("Retry-After", "5") : Map.of());
        assertThat(tally.failure()).isNull();
    }

    @Test
    void theHeadersOfAnExceptionAreTheResponses() {
        assertThat(respond(new RequestException(405, "", Map.of("Allow", "GET")))
                        .headers())
                .containsEntry("Allow", "GET");
    }

    @Test
    void aFaultOfStorageIsUnavailableAndLogged() {
        IOException fault = new IOException("connection to 10.0.0.1 refused");

        Response response = respond(fault);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "5");
        assertThat(TestRoutes.text(response)).isEqualTo("The model can't be read at the moment; try again in a moment");
        assertThat(tally.failure()).isSameAs(fault);
    }

    @Test
    void anUnexpectedExceptionIsAnInternalErrorAndLogged() {
        RuntimeException unexpected = new IllegalStateException("secret");

        Response response = respond(unexpected);

        assertThat(response.status()).isEqualTo(500);
        assertThat(TestRoutes.text(response)).isEqualTo("Internal error; it has been logged");
        assertThat(tally.failure()).isSameAs(unexpected);
    }

    @Test
    void theDialectIsNotedForTheLog() {
        respond(new RequestException(400, ""));

        assertThat(tally.dialect()).isEqualTo("failing");
    }

    /** Throws an exception for each request. */
    private static final class FailingDialect implements Dialect {
        private final Exception exception;

        FailingDialect(Exception exception) {
            this.exception = exception;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public List<Route> routes() {
            return List.of(Route.get("/", "fails"));
        }

        @Override
        public Response respond(Route route, Call call)
                throws IOException, RequestException, InvalidRowsException, InvalidTableException {
            if (exception instanceof IOException e) {
                throw e;
            }
            if (exception instanceof RequestException e) {
                throw e;
            }
            if (exception instanceof InvalidRowsException e) {
                throw e;
            }
            if (exception instanceof InvalidTableException e) {
                throw e;
            }
            throw (RuntimeException) exception;
        }

        @Override
        public Response error(Failure failure) {
            byte[] text = failure.text().getBytes(StandardCharsets.UTF_8);
            return new Response(failure.status(), "text/plain", failure.headers(), text);
        }
    }
}
