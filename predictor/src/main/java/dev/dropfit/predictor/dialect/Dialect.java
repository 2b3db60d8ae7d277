package dev.dropfit.predictor.dialect;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.row.InvalidRowsException;
import java.io.IOException;
import java.util.List;

/** A protocol for predictions: paths, bodies and errors. Thread-safe. */
interface Dialect {
    /** The name in metrics. */
    String name();

    /** The routes, in the order in which they are tried. */
    List<Route> routes();

    /**
     * Responds to a request.
     *
     * @param route the request's route, one of {@link #routes}
     * @throws RequestException when HTTP has a status for what is wrong with it
     * @throws InvalidRowsException when its rows can't be used
     * @throws InvalidTableException when its CSV can't be used
     * @throws IOException when its JSON can't be used, or a model can't be found or read
     */
    Response respond(Route route, Call call)
            throws IOException, RequestException, InvalidRowsException, InvalidTableException;

    /** An error, in this protocol's format. */
    Response error(Failure failure);

    /**
     * Whether a body whose type is {@link ContentType#FORM} is read as JSON: {@code curl -d} sends this type, and the other servers of the
     * protocol do not look at it.
     */
    default boolean readsFormsAsJson() {
        return false;
    }

    /** The schema of an error's body, for OpenAPI. */
    default String errorSchema() {
        return Schemas.ERROR;
    }
}
