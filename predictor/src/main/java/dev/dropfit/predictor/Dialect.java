package dev.dropfit.predictor;

import java.io.IOException;

/** A way to ask for predictions and to tell them: paths, bodies and errors. */
interface Dialect {
    /** What metrics call it. */
    String name();

    /**
     * Answers a request.
     *
     * @throws RequestException when it gets an error
     * @throws IOException when a model can't be read
     */
    Answer answer(Request request) throws IOException, RequestException;

    /** An error, in this dialect's words. */
    Answer refusal(RequestException e);
}
