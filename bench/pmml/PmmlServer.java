import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;

/** Serves a PMML document with the output {@code probability}: {@code PmmlServer PORT FILE}. A request is a JSON object of fields, or an array of them. */
final class PmmlServer {
    private static final int THREADS = 16;

    private final Evaluator evaluator;
    private final Gson gson = new Gson();

    private PmmlServer(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    public static void main(String[] arguments) throws Exception {
        Evaluator evaluator = new LoadingModelEvaluatorBuilder().load(new File(arguments[1])).build();
        evaluator.verify();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
        server.createContext("/", new PmmlServer(evaluator)::respond);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.start();
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonElement body = JsonParser.parseString(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            JsonArray predictions = new JsonArray();
            if (body.isJsonArray()) {
                body.getAsJsonArray().forEach(row -> predictions.add(predict(row.getAsJsonObject())));
            } else {
                predictions.add(predict(body.getAsJsonObject()));
            }
            JsonObject response = new JsonObject();
            response.add("predictions", predictions);
            byte[] bytes = gson.toJson(response).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private JsonObject predict(JsonObject row) {
        Map<String, Object> values = new HashMap<>();
        row.entrySet().forEach(entry -> values.put(
                entry.getKey(),
                entry.getValue().isJsonNull() ? null : (Object) entry.getValue().getAsDouble()));
        JsonObject prediction = new JsonObject();
        prediction.addProperty("probability", (Number) evaluator.evaluate(values).get("probability"));
        return prediction;
    }
}
