package dev.dropfit.predictor.dialect;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.serve.ArchivedModels;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ModelSource;
import dev.dropfit.predictor.serve.ServeSettings;
import dev.dropfit.predictor.serve.ServedModels;
import dev.dropfit.predictor.serve.Workers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The route table of a predictor without models. */
final class TestRoutes {
    static final Catalog CATALOG = catalog();
    static final Routes ALL = Router.table(CATALOG, new Limits(1 << 20, 1000), new Metrics());

    private TestRoutes() {}

    /** The body of a response. */
    static String text(Response response) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            response.writeTo(body, 0, System::nanoTime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static Catalog catalog() {
        Registry registry = new Registry(new MemoryBucket(Instant.EPOCH));
        ModelSource source = new ModelSource(
                registry,
                ServeSettings.of(Duration.ofDays(1), 10),
                new Workers(Runnable::run, Runnable::run),
                System::nanoTime,
                new Metrics());
        return new Catalog(new ServedModels(source), new ArchivedModels(source), Optional.empty());
    }
}
