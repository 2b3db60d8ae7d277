package dev.dropfit.cli.up;

import com.google.gson.JsonObject;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Responses to requests that do not reach a function, as JSON: {@code {"error": "…"}}. */
final class JsonErrors implements Request.Handler {
    /** Handles errors of the server itself, such as a request that is not HTTP. Repeats nothing of the request. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        write(response, status, HttpStatus.getMessage(status).toLowerCase(Locale.ROOT), callback);
        return true;
    }

    /** Responds with a status and a message. */
    static void write(Response response, int status, String message, Callback callback) {
        JsonObject json = new JsonObject();
        json.addProperty("error", message);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, json.toString(), callback);
    }
}
