package dev.dropfit.monitor;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.dropfit.core.Environment;
import dev.dropfit.core.StructuredLogs;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Shows models and their metrics as pages; read-only. {@code DROPFIT_MODELS} is the model bucket's URL, {@code
 * DROPFIT_LIVE} that of the bucket with counts of live traffic (none), {@code DROPFIT_PREDICTOR_URL} that of the predictor, for requests to copy.
 */
public final class DashboardFunction implements HttpFunction {
    private final Dashboard dashboard;

    /** The function as Cloud Functions creates it. */
    public DashboardFunction() throws IOException {
        StructuredLogs.install();
        Optional<String> live = Environment.find("DROPFIT_LIVE");
        dashboard = new Dashboard(
                new Registry(
                        Buckets.open(Environment.require("DROPFIT_MODELS", "the model bucket's URL, like gs://name"))),
                live.isPresent() ? Optional.of(Buckets.open(live.get())) : Optional.empty(),
                Optional.empty(),
                Environment.find("DROPFIT_PREDICTOR_URL")
                        .map(DashboardFunction::withoutSlash)
                        .orElse(""),
                Clock.systemUTC());
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        PageResponse page = dashboard.respond(PageRequest.of(
                request.getMethod(),
                request.getPath(),
                request.getQuery(),
                request::getFirstHeader,
                request::getInputStream));
        response.setStatusCode(page.status());
        page.headers().forEach((name, value) -> {
            if (name.equals("Content-Type")) {
                response.setContentType(value);
            } else {
                response.appendHeader(name, value);
            }
        });
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(page.body());
        }
    }
}
