package dev.dropfit.predictor.dialect;

import dev.dropfit.core.live.ClientId;
import dev.dropfit.predictor.http.Headers;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.Request;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.TooManyRowsException;
import dev.dropfit.predictor.serve.Catalog;
import dev.dropfit.predictor.serve.ServedModel;
import dev.dropfit.predictor.trial.VersionChoice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, with what its path names. Not thread-safe. */
final class Call {
    /** A description has the columns as JSON, as text and as bytes. */
    private static final int DESCRIPTION_COPIES = 4;

    private final Request request;
    private final boolean explain;
    private final PathPattern pattern;
    private final Catalog catalog;
    private final Routes routes;
    private final VersionChoice choice;

    /**
     * @param explain whether the query asks for explanations
     * @param choice chooses the version if the path names none
     */
    Call(Request request, boolean explain, PathPattern pattern, Catalog catalog, Routes routes, VersionChoice choice) {
        this.choice = choice;
        this.request = request;
        this.explain = explain;
        this.pattern = pattern;
        this.catalog = catalog;
        this.routes = routes;
    }

    /** The request's body as CSV. */
    InputStream csv() throws RequestException {
        byte[] body = request.content();
        // The parser keeps one row. It may be the whole body, and is kept as characters and as strings; twice if it may
        // be bad.
        memory().reserve((keepsBadRows() ? 5L : 3L) * body.length);
        return new ByteArrayInputStream(body);
    }

    /** The request's body. */
    byte[] content() throws RequestException {
        return request.content();
    }

    /** The request's body as JSON. */
    JsonInput json() throws RequestException, InvalidJsonException {
        byte[] body = request.content();
        memory().reserve((long) Character.BYTES * body.length);
        JsonInput json = new JsonInput(body, Limits.JSON);
        memory().release(body.length);
        return json;
    }

    /** Releases the memory of JSON of which everything needed has been read. */
    void release(JsonInput json) {
        memory().release((long) Character.BYTES * json.chars().length);
        json.drop();
    }

    /** The memory of the request. */
    RequestMemory memory() {
        return request.memory();
    }

    /** The content type of the body. */
    String type() {
        return request.type();
    }

    /** The value of the first header of this name; null if there is none. */
    @Nullable
    String header(String name) {
        return request.headers().first(name);
    }

    /** All headers. */
    Headers headers() {
        return request.headers();
    }

    /** Whether the query asks for explanations. */
    boolean explain() {
        return explain;
    }

    /** Whether the query asks for explanations, in one way or the other. */
    boolean explains() throws RequestException {
        return explain || explained() != null;
    }

    /** The class whose score the query asks to be explained; null if it names none. */
    @Nullable
    String explained() throws RequestException {
        return request.explained();
    }

    /** Whether the query asks to keep rows that can't be used, each with its error. */
    boolean keepsBadRows() throws RequestException {
        return request.keepsBadRows();
    }

    /** Whether the query says that a row that can't be used fails the whole request. */
    boolean failsOnBadRows() throws RequestException {
        return request.failsOnBadRows();
    }

    /**
     * The body, piece by piece: while it arrives, if it comes in chunks; otherwise it is read first.
     *
     * @param maxLines the maximum number of lines of a body that is read first, without the empty ones
     * @throws TooManyRowsException when it has more
     */
    LineStream.Source pieces(int maxLines) throws RequestException, TooManyRowsException {
        if (request.arrivesInChunks()) {
            return request.body()::readSome;
        }
        byte[] body = request.content();
        if (LineStream.count(body) > maxLines) {
            throw new TooManyRowsException(maxLines);
        }
        return new ByteArrayInputStream(body)::read;
    }

    /** The maximum length of a line of the body. */
    int maxBytes() {
        return request.body().maxBytes();
    }

    /** Whether the query asks for a column of warnings in a CSV. */
    boolean warns() throws RequestException {
        return request.warns();
    }

    /** Whether the query asks for the ids of predictions. */
    boolean identifies() throws RequestException {
        return request.identifies();
    }

    /** The table of all routes. */
    Routes routes() {
        return routes;
    }

    Tally tally() {
        return request.tally();
    }

    /** The name of a model in the path, whether there is such a model or not; empty when the path has none. */
    String modelName() {
        @Nullable String name = pattern.model(request.path());
        return name == null ? "" : name;
    }

    /**
     * The model that the path names; if it names none, the default model or the only one.
     *
     * <p>Its rows are strict if the query asks for that.
     *
     * @throws NoModelException when there is none
     * @throws IOException when it can't be read
     * @throws RequestException when the query can't be read
     */
    ServedModel model() throws IOException, RequestException {
        @Nullable String name = pattern.model(request.path());
        @Nullable String version = pattern.version(request.path());
        ServedModel model = version != null
                ? catalog.find(Objects.requireNonNull(name), version)
                : choice.choose(name == null ? catalog.only() : catalog.find(name));
        tally().model(model.name(), model.version());
        return identified(request.isStrict() ? model.strict() : model);
    }

    /** The model with the client's id of the request. The header is read only if an id is used: the server makes a map of all headers. */
    private ServedModel identified(ServedModel model) throws RequestException {
        if (!model.ids().areStored() && !identifies()) {
            return model;
        }
        Optional<ClientId> id = request.clientId();
        return id.isPresent() ? model.with(model.ids().of(id.get())) : model;
    }

    /** As {@link #model}, for a response that describes the columns of the model: memory for that is reserved. */
    ServedModel describedModel() throws IOException, RequestException {
        ServedModel model = model();
        memory().reserve(DESCRIPTION_COPIES * model.model().pipeline().heapBytes());
        return model;
    }
}
