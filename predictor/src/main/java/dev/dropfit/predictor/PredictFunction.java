package dev.dropfit.predictor;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.Environment;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The predictor's door: {@code POST /{model}} and {@code POST /} predict, {@code GET /{model}} and {@code GET /} say what is served.
 *
 * <p>{@code DROPFIT_MODELS} says where models are, {@code DROPFIT_DEFAULT_MODEL} which one {@code POST /} means (else the only one),
 * {@code DROPFIT_REFRESH_SECONDS} how often to look for a newer one (10), {@code DROPFIT_MAX_BODY_BYTES} how long a body may be (16 MiB).
 */
public final class PredictFunction implements HttpFunction {
    private static final Logger LOGGER = Logger.getLogger(PredictFunction.class.getName());
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final int REFRESH_SECONDS = 10;
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";

    private final ServedModels models;
    private final Optional<ModelName> defaultModel;
    private final int maxBodyBytes;

    /** The function as Cloud Functions makes it. */
    public PredictFunction() throws IOException {
        ExecutorService background = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "dropfit-refresh");
            thread.setDaemon(true);
            return thread;
        });
        Registry registry = new Registry(
                Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name")));
        Duration refresh = Duration.ofSeconds(Environment.number("DROPFIT_REFRESH_SECONDS", REFRESH_SECONDS, 0));
        models = new ServedModels(registry, refresh, System::nanoTime, background);
        defaultModel = Environment.find("DROPFIT_DEFAULT_MODEL").map(ModelName::new);
        maxBodyBytes = Environment.number("DROPFIT_MAX_BODY_BYTES", MAX_BODY_BYTES, 1);
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (RequestException e) {
            refuse(response, e);
        } catch (InvalidModelException e) {
            refuse(response, unavailable("The model can't be loaded; its next version will be taken when it is there"));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Storage can''t be read: {0}", e.getMessage());
            refuse(response, unavailable("The model can't be read at the moment"));
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "A request failed", e);
            refuse(response, new RequestException(500, "Something went wrong inside; it has been logged"));
        }
    }

    private void answer(HttpRequest request, HttpResponse response) throws IOException, RequestException {
        String path = request.getPath();
        boolean root = path.isEmpty() || path.equals("/");
        switch (request.getMethod()) {
            case "GET", "HEAD" -> send(response, 200, JSON, root ? overview() : description(served(path)));
            case "POST" -> {
                // Before anything is refused: a server that answers before a body has come closes the connection behind
                // it.
                byte[] body = body(request);
                predict(root ? served(onlyModel()) : served(path), request, body, response);
            }
            default ->
                throw new RequestException(
                        405,
                        request.getMethod() + " is not accepted here; accepted are GET and POST",
                        List.of(),
                        Map.of("Allow", "GET, HEAD, POST"));
        }
    }

    private Served served(String path) throws IOException, RequestException {
        String name = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
        ModelName model = ModelName.parse(name)
                .orElseThrow(() -> new RequestException(404, "There is nothing here; accepted are / and /{model}"));
        return served(model);
    }

    private Served served(ModelName model) throws IOException, RequestException {
        Optional<Served> served = models.find(model);
        if (served.isPresent()) {
            return served.get();
        }
        if (models.isExpected(model)) {
            throw unavailable("There is no model '" + model + "' yet: none has been promoted");
        }
        throw new RequestException(404, "There is no model '" + model + "'; GET / lists those there are");
    }

    private ModelName onlyModel() throws IOException, RequestException {
        if (defaultModel.isPresent()) {
            return defaultModel.get();
        }
        List<ModelName> names = models.names();
        if (names.isEmpty()) {
            throw unavailable("There is no model yet");
        }
        if (names.size() > 1) {
            throw new RequestException(
                    404,
                    "POST / needs DROPFIT_DEFAULT_MODEL where there are several models; accepted is POST /{model}, GET / lists them");
        }
        return names.get(0);
    }

    private static RequestException unavailable(String message) {
        return new RequestException(
                503, message + "; try again in a moment", List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    private static void predict(Served served, HttpRequest request, byte[] body, HttpResponse response)
            throws IOException, RequestException {
        String type =
                request.getContentType().orElse(JSON).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        response.appendHeader("Dropfit-Version", served.model().version());
        switch (type) {
            case JSON -> {
                boolean explain = request.getFirstQueryParameter("explain")
                        .map("true"::equals)
                        .orElse(false);
                send(response, 200, JSON, JsonDialect.predict(served, text(body), explain));
            }
            case CSV -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    CsvPrediction.predict(served.model(), new ByteArrayInputStream(body), out);
                } catch (InvalidTableException e) {
                    throw invalid(e);
                }
                send(response, 200, CSV + "; charset=utf-8", out.toByteArray());
            }
            default ->
                throw new RequestException(
                        415,
                        "The body is '" + (type.length() <= 80 ? type : type.substring(0, 80) + "…")
                                + "'; accepted are the content types " + JSON + " and " + CSV
                                + " (with curl: -H 'Content-Type: application/json')");
        }
    }

    private static RequestException invalid(InvalidTableException e) {
        return new RequestException(
                400,
                "The CSV can't be used: "
                        + String.join(
                                "; ",
                                e.problems().stream().map(Problem::toString).toList()));
    }

    private byte[] body(HttpRequest request) throws IOException, RequestException {
        if (request.getContentLength() > maxBodyBytes) {
            throw tooLarge();
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                throw tooLarge();
            }
            return body;
        }
    }

    private RequestException tooLarge() {
        return new RequestException(
                413, "The body is longer than " + maxBodyBytes + " bytes, the limit (DROPFIT_MAX_BODY_BYTES)");
    }

    private static String text(byte[] body) throws RequestException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new RequestException(400, "The body is not UTF-8");
        }
    }

    private String overview() throws IOException {
        JsonArray list = new JsonArray();
        for (ModelName name : models.names()) {
            JsonObject json = new JsonObject();
            json.addProperty("model", name.value());
            try {
                Optional<Served> served = models.find(name);
                if (served.isPresent()) {
                    json.addProperty("version", served.get().model().version());
                    json.addProperty("promoted", served.get().promoted().toString());
                } else {
                    json.addProperty("status", "no version has been promoted yet");
                }
            } catch (InvalidModelException e) {
                json.addProperty("status", "the model can't be loaded");
            }
            list.add(json);
        }
        JsonObject overview = new JsonObject();
        overview.add("models", list);
        return overview.toString();
    }

    private static String description(Served served) {
        return ModelDescription.of(served).toString();
    }

    private static void refuse(HttpResponse response, RequestException e) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("error", e.getMessage());
        if (!e.problems().isEmpty()) {
            JsonArray problems = new JsonArray();
            for (FieldProblem problem : e.problems()) {
                JsonObject object = new JsonObject();
                object.addProperty("row", problem.row());
                object.addProperty("field", problem.field());
                object.addProperty("found", problem.found());
                object.addProperty("accepted", problem.accepted());
                problems.add(object);
            }
            json.add("problems", problems);
        }
        e.headers().forEach(response::appendHeader);
        send(response, e.status(), JSON, json.toString());
    }

    private static void send(HttpResponse response, int status, String type, String body) throws IOException {
        send(response, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatusCode(status);
        response.setContentType(type);
        response.getOutputStream().write(body);
    }
}
