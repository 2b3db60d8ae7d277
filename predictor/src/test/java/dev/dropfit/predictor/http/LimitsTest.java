package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a request, over HTTP. */
final class LimitsTest {
    private static final String JSON = "application/json";
    private static final String ROW = "{\"area\": 50}";

    @TempDir
    private Path folder;

    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        server = new PredictServer(folder, Map.of("DROPFIT_MAX_ROWS", "3"));
        TrainedModels.publish(server.models(), "flat", TrainedModels.quantity("01"));
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
    }

    @Test
    void asManyRowsAsTheLimitAreAccepted() throws Exception {
        check(200, "predictions", server.post("/flat", JSON, "[" + ROW + "," + ROW + "," + ROW + "]"));
        check(200, "area,price", server.post("/flat", "text/csv", "area\n1\n2\n3\n"));
    }

    @Test
    void moreRowsAreRefusedWithTheLimit() throws Exception {
        String rows = "[" + ROW + "," + ROW + "," + ROW + "," + ROW + "]";

        check(413, "more than 3 rows, the limit (DROPFIT_MAX_ROWS)", server.post("/flat", JSON, rows));
        check(
                413,
                "more than 3 rows, the limit (DROPFIT_MAX_ROWS)",
                server.post("/flat", "text/csv", "area\n1\n2\n3\n4\n"));
    }

    @Test
    void deepNestingIsRefusedWithTheLimitEvenInAnIgnoredField() throws Exception {
        check(200, "price", server.post("/flat", JSON, nested(Limits.JSON.depth() - 1)));
        check(400, "nested deeper than 32", server.post("/flat", JSON, nested(Limits.JSON.depth())));
        check(400, "nested deeper than 32", server.post("/flat", JSON, "{\"other\":" + "[".repeat(100_000)));
    }

    private static String nested(int depth) {
        return "{\"area\": 50, \"other\": " + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    @Test
    void bracketsInAStringAreNotNesting() throws Exception {
        check(200, "price", server.post("/flat", JSON, "{\"area\": 50, \"o\": \"\\\"" + "[".repeat(100) + "\"}"));
    }

    @Test
    void aLongStringIsRefusedWithTheLimit() throws Exception {
        check(200, "price", server.post("/flat", JSON, string(Limits.JSON.stringLength())));
        check(
                400,
                "a string of more than 1048576 characters",
                server.post("/flat", JSON, string(Limits.JSON.stringLength() + 1)));
    }

    private static String string(int length) {
        return "{\"area\": 50, \"other\": \"" + "x".repeat(length) + "\"}";
    }

    private static void check(int status, String part, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(part);
    }
}
