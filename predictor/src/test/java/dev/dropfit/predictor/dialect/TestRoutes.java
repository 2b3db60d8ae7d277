package dev.dropfit.predictor.dialect;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.registry.ModelName;
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

/** The route table of a predictor without models, and the models of a bucket. */
final class TestRoutes {
    static final Catalog CATALOG = catalog(new MemoryBucket(Instant.EPOCH), Optional.empty());
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

    /** The models of a bucket, read by the threads that ask for them and not looked at again for a day. */
    static Catalog catalog(Bucket bucket, Optional<ModelName> defaultModel) {
        ModelSource source = new ModelSource(
                new Registry(bucket),
                ServeSettings.of(Duration.ofDays(1), 10),
                new Workers(Runnable::run, Runnable::run),
                System::nanoTime,
                new Metrics());
        return new Catalog(new ServedModels(source), new ArchivedModels(source), defaultModel);
    }
}
