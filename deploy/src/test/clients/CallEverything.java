import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.DefaultApi;

/**
 * Calls every operation of a description by the client that was generated from it, with the example of the description as its body, and compares
 * what the client returns with what the server sends: a field that the description does not have would be lost.
 *
 * <p>Arguments: the URL of the predictor, the description, a version of the model.
 */
final class CallEverything {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;
    private final String version;
    private final ObjectMapper json = ApiClient.createDefaultObjectMapper();
    private final DefaultApi api;

    private CallEverything(String url, String version) {
        this.url = url;
        this.version = version;
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        api = new DefaultApi(client);
    }

    public static void main(String[] arguments) throws Exception {
        CallEverything calls = new CallEverything(arguments[0], arguments[2]);
        JsonNode description = new ObjectMapper().readTree(Files.readString(Path.of(arguments[1])));
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Iterator<Map.Entry<String, JsonNode>> paths = description.get("paths").fields(); paths.hasNext(); ) {
            Map.Entry<String, JsonNode> path = paths.next();
            for (Iterator<Map.Entry<String, JsonNode>> methods = path.getValue().fields(); methods.hasNext(); ) {
                Map.Entry<String, JsonNode> method = methods.next();
                count++;
                for (boolean explain : method.getValue().toString().contains("\"name\":\"explain\"")
                        ? new boolean[] {false, true}
                        : new boolean[] {false}) {
                    String problem = calls.call(method.getKey(), path.getKey(), method.getValue(), explain);
                    if (!problem.isEmpty()) {
                        wrong.add(method.getKey() + " " + path.getKey() + (explain ? " explained: " : ": ") + problem);
                    }
                }
            }
        }
        wrong.forEach(System.out::println);
        System.out.println("Java: " + count + " operations, " + wrong.size() + " problems");
        System.exit(wrong.isEmpty() && count > 0 ? 0 : 1);
    }

    private String call(String method, String path, JsonNode operation, boolean explain) throws Exception {
        JsonNode body = operation.at("/requestBody/content/application~1json/example");
        Method call = method(operation.get("operationId").asText());
        List<Object> values = new ArrayList<>();
        boolean hasVersion = path.contains("{version}");
        boolean hasBody = operation.has("requestBody");
        Type[] types = call.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            boolean isBody = hasBody && i == (hasVersion ? 1 : 0);
            values.add(
                    hasVersion && i == 0
                            ? version
                            : isBody
                                    ? json.readValue(body.toString(), json.constructType(types[i]))
                                    : types[i] == Boolean.class && explain && !values.contains(true) ? true : null);
        }
        Object result;
        try {
            result = call.invoke(api, values.toArray());
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
        if (call.getReturnType() == void.class) {
            return "";
        }
        String raw = send(method, path.replace("{version}", version) + (explain ? "?explain=true" : ""), body);
        if (result instanceof String text) {
            return path.equals("/metrics") || text.equals(raw) ? "" : "found " + text + " instead of " + raw;
        }
        return difference("", json.readTree(raw), json.readTree(json.writeValueAsString(result)));
    }

    private static Method method(String operation) {
        Method found = null;
        for (Method method : DefaultApi.class.getMethods()) {
            if (identifier(method.getName()).equals(identifier(operation))
                    && (found == null || method.getParameterCount() < found.getParameterCount())) {
                found = method;
            }
        }
        if (found == null) {
            throw new IllegalStateException("No method for " + operation);
        }
        return found;
    }

    private static String identifier(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private String send(String method, String path, JsonNode body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (method.equals("post")) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method.toUpperCase(Locale.ROOT),
                method.equals("post")
                        ? BodyPublishers.ofString(body.isMissingNode() ? "" : body.toString())
                        : BodyPublishers.noBody());
        return HTTP.send(request.build(), BodyHandlers.ofString()).body();
    }

    /** Where the client's value is another one than the server's; empty if it is the same. */
    private static String difference(String at, JsonNode sent, JsonNode found) {
        if (sent.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = sent.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                // Every response has an id of its own.
                if (!field.getKey().equals("id") && !field.getValue().isNull()) {
                    JsonNode other = found instanceof ObjectNode object ? object.get(field.getKey()) : null;
                    String name = at + "/" + field.getKey();
                    String problem = other == null ? name + " is lost" : difference(name, field.getValue(), other);
                    if (!problem.isEmpty()) {
                        return problem;
                    }
                }
            }
            return "";
        }
        if (sent.isArray()) {
            for (int i = 0; i < sent.size(); i++) {
                String problem = found.get(i) == null ? at + " is short" : difference(at + "/" + i, sent.get(i), found.get(i));
                if (!problem.isEmpty()) {
                    return problem;
                }
            }
            return "";
        }
        boolean same = sent.isNumber() ? sent.doubleValue() == found.doubleValue() : sent.equals(found);
        return same ? "" : at + " is " + found + " instead of " + sent;
    }
}
