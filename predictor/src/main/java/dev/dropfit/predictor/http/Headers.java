package dev.dropfit.predictor.http;

import com.google.cloud.functions.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a request. */
@FunctionalInterface
public interface Headers {
    /** No headers. */
    Headers NONE = name -> null;

    /** The value of the first header of this name, in upper or lower case; null if there is none. */
    @Nullable
    String first(String name);

    /** The headers of an HTTP request. Not thread-safe. */
    static Headers of(HttpRequest request) {
        return new OfRequest(request);
    }

    /** Reads the headers once, when the first is asked for: the server makes a map of all of them each time. */
    final class OfRequest implements Headers {
        private final HttpRequest request;
        private @Nullable Map<String, List<String>> all;

        private OfRequest(HttpRequest request) {
            this.request = request;
        }

        @Override
        public @Nullable String first(String name) {
            if (all == null) {
                all = request.getHeaders();
            }
            List<String> values = all.get(name);
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }
}
