package dev.dropfit.predictor.observe;

import com.google.cloud.functions.HttpRequest;
import dev.dropfit.core.Environment;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.json.JsonOutput;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * At most one line per request: a JSON object with the field names of Cloud Logging. Lines have no values of rows, unless
 * {@code DROPFIT_LOG_REQUESTS} asks for them: messages quote what they refuse. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/logging/docs/structured-logging">Structured logging</a>
 */
public final class RequestLog {
    /** Which requests get a line. */
    public enum Scope {
        /** Those that failed for a fault of ours or of storage. */
        ERRORS,
        /** All, without values. */
        ALL,
        /** All, and why they were refused, values quoted. */
        VALUES;

        public static Scope fromEnvironment() {
            String text = Environment.find("DROPFIT_LOG_REQUESTS").orElse("errors");
            for (Scope scope : values()) {
                if (scope.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return scope;
                }
            }
            throw new IllegalStateException("The environment variable DROPFIT_LOG_REQUESTS is '" + text
                    + "'; accepted are errors, all and values");
        }
    }

    /** The status of a request whose client has closed the connection, as other servers count it. */
    public static final int CLIENT_CLOSED = 499;

    private static final int SERVER_ERROR = 500;
    private static final int CLIENT_ERROR = 400;
    private static final int MAX_LENGTH = 2000;

    private final Scope scope;
    private final Optional<String> project;
    private final PrintStream out;

    /** @param project the Google Cloud project that traces are in, if it is known */
    public RequestLog(Scope scope, Optional<String> project, PrintStream out) {
        this.scope = scope;
        this.project = project;
        this.out = out;
    }

    /**
     * Logs a request after its response, if the scope says so.
     *
     * @param length the length of the response's body
     * @param body the beginning of the response's body
     * @param nanos its duration
     */
    public void log(HttpRequest request, int status, long length, ByteBuffer body, Tally tally, long nanos) {
        if (status >= SERVER_ERROR || scope != Scope.ERRORS) {
            // One write per line, so that lines of different threads do not mix.
            byte[] line = (line(request, status, length, body, tally, nanos) + "\n").getBytes(StandardCharsets.UTF_8);
            out.write(line, 0, line.length);
            out.flush();
        }
    }

    private String line(HttpRequest request, int status, long length, ByteBuffer body, Tally tally, long nanos) {
        // Absent in a CONNECT request.
        String path = Text.truncate(String.valueOf(request.getPath()), MAX_LENGTH);
        JsonOutput line = new JsonOutput().beginObject();
        line.name("severity").value(severity(status, tally));
        line.name("message").value(request.getMethod() + " " + path + " " + status + reason(status, body, tally));
        line.name("time").value(Instant.now().toString());
        line.name("httpRequest").beginObject();
        line.name("requestMethod").value(request.getMethod());
        line.name("requestUrl").value(path);
        line.name("status").value(status);
        line.name("requestSize").value(Long.toString(Math.max(0, request.getContentLength())));
        line.name("responseSize").value(Long.toString(length));
        line.name("latency").value(String.format(Locale.ROOT, "%.6fs", (double) nanos / TimeUnit.SECONDS.toNanos(1)));
        line.endObject();
        Trace.of(request.getFirstHeader("traceparent"), request.getFirstHeader("X-Cloud-Trace-Context"))
                .ifPresent(trace -> write(trace, line));
        line.name("dialect").value(tally.dialect());
        ModelName model = tally.model();
        if (model != null) {
            line.name("model").value(model.value());
            line.name("version").value(tally.version());
        }
        line.name("rows").value(tally.rows());
        tally.warnings().forEach((kind, count) -> line.name(kind.text()).value(count));
        return new String(line.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private void write(Trace trace, JsonOutput line) {
        line.name("logging.googleapis.com/trace")
                .value(project.map(name -> "projects/" + name + "/traces/").orElse("") + trace.id());
        line.name("logging.googleapis.com/spanId").value(trace.span());
        line.name("logging.googleapis.com/trace_sampled").value(trace.sampled());
    }

    private static String severity(int status, Tally tally) {
        if (tally.failure() != null) {
            return "ERROR";
        }
        return status >= CLIENT_ERROR ? "WARNING" : "INFO";
    }

    private String reason(int status, ByteBuffer body, Tally tally) {
        @Nullable Throwable failure = tally.failure();
        if (failure != null) {
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return "\n" + text;
        }
        if (status == CLIENT_CLOSED) {
            return ": the client closed the connection before the end of the response";
        }
        // The body of a server error quotes only names of models.
        boolean quoted = status >= SERVER_ERROR || (scope == Scope.VALUES && status >= CLIENT_ERROR);
        return quoted ? ": " + Text.truncate(StandardCharsets.UTF_8.decode(body.duplicate()), MAX_LENGTH) : "";
    }
}
