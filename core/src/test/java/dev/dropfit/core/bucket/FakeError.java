package dev.dropfit.core.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An error response of the fake store. */
final class FakeError extends RuntimeException {
    private final int status;
    private final String reason;

    FakeError(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    /** The error body of the JSON API. */
    JsonObject json() {
        JsonObject detail = new JsonObject();
        detail.addProperty("message", getMessage());
        detail.addProperty("domain", "global");
        detail.addProperty("reason", reason);
        JsonArray details = new JsonArray();
        details.add(detail);
        JsonObject error = new JsonObject();
        error.addProperty("code", status);
        error.addProperty("message", getMessage());
        error.add("errors", details);
        JsonObject body = new JsonObject();
        body.add("error", error);
        return body;
    }
}
