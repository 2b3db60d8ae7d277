package dev.dropfit.predictor;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.util.List;

/** Has the dialect of a path respond, errors included. Thread-safe. */
final class Router {
    private static final String VERSION = "Dropfit-Version";

    private final Catalog catalog;
    private final Routes routes;

    Router(Catalog catalog, Limits limits, Metrics metrics) {
        this(catalog, table(catalog, limits, metrics));
    }

    Router(Catalog catalog, Routes routes) {
        this.catalog = catalog;
        this.routes = routes;
    }

    /** The table of all routes. */
    static Routes table(Catalog catalog, Limits limits, Metrics metrics) {
        return new Routes(
                new PlainDialect(catalog, limits),
                List.of(
                        new OpenInferenceDialect(catalog, limits),
                        new VertexDialect(catalog, limits),
                        new MlflowDialect(limits),
                        new MetricsDialect(metrics, catalog)));
    }

    /** Responds to a request. Never throws. */
    Response respond(Request request) {
        DialectRoutes dialect = routes.of(request.path());
        Tally tally = request.tally();
        tally.dialect(dialect.dialect().name());
        Response response = respond(dialect, request);
        return tally.model() == null ? response : response.withHeader(VERSION, tally.version());
    }

    private Response respond(DialectRoutes dialectRoutes, Request request) {
        Dialect dialect = dialectRoutes.dialect();
        try {
            DialectRoutes.Entry entry = dialectRoutes.find(request);
            return dialect.respond(entry.route(), new Call(request, entry.pattern(), catalog, routes));
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
