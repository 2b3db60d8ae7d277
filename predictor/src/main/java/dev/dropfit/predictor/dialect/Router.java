package dev.dropfit.predictor.dialect;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.observe.Metrics;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.NoModelException;
import dev.dropfit.predictor.trial.VersionChoice;
import java.io.IOException;
import java.util.List;

/** Has the dialect of a path respond, errors included. Thread-safe. */
public final class Router {
    private static final String VERSION = "Dropfit-Version";

    private final Catalog catalog;
    private final Routes routes;

    public Router(Catalog catalog, Limits limits, Metrics metrics) {
        this(catalog, table(catalog, limits, metrics));
    }

    public Router(Catalog catalog, Routes routes) {
        this.catalog = catalog;
        this.routes = routes;
    }

    /** The table of all routes. */
    static Routes table(Catalog catalog, Limits limits, Metrics metrics) {
        return new Routes(
                new PlainDialect(catalog, limits),
                List.of(
                        new OpenInferenceDialect(catalog, limits, metrics),
                        new VertexDialect(catalog, limits),
                        new MlflowDialect(limits),
                        new BigQueryDialect(limits),
                        new SnowflakeDialect(limits),
                        new MetricsDialect(metrics, catalog)));
    }

    /** Responds to a request by the served version, or by the one that its path names. Never throws. */
    public Response respond(Request request) {
        return respond(request, VersionChoice.SERVED);
    }

    /** Responds to a request. Never throws. */
    public Response respond(Request request, VersionChoice choice) {
        DialectRoutes dialect = routes.of(request.path());
        Tally tally = request.tally();
        tally.dialect(dialect.dialect().name());
        Response response = respond(dialect, request, choice);
        return tally.model() == null ? response : response.withHeader(VERSION, tally.version());
    }

    private Response respond(DialectRoutes dialectRoutes, Request request, VersionChoice choice) {
        Dialect dialect = dialectRoutes.dialect();
        try {
            boolean explain = request.explain();
            DialectRoutes.Entry entry = dialectRoutes.find(request);
            return dialect.respond(entry.route(), new Call(request, explain, entry.pattern(), catalog, routes, choice));
        } catch (LimitExceededException e) {
            return dialect.error(Failure.of(e));
        } catch (RequestException e) {
            return dialect.error(Failure.of(e));
        } catch (InvalidRowsException e) {
            return dialect.error(Failure.of(e));
        } catch (InvalidTableException e) {
            return dialect.error(Failure.of(e));
        } catch (InvalidJsonException e) {
            return dialect.error(Failure.of(e));
        } catch (NoModelException e) {
            return dialect.error(Failure.of(e));
        } catch (InvalidModelException e) {
            return dialect.error(Failure.unavailable("The model can't be loaded; its next version will be used"));
        } catch (IOException e) {
            request.tally().failed(e);
            return dialect.error(Failure.unavailable("The model can't be read at the moment"));
        } catch (RuntimeException e) {
            request.tally().failed(e);
            return dialect.error(Failure.internal());
        }
    }
}
