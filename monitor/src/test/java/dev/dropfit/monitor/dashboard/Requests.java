package dev.dropfit.monitor.dashboard;

import dev.dropfit.monitor.dashboard.http.PageRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Requests as a browser on this machine sends them. */
final class Requests {
    private Requests() {}

    static PageRequest get(String target) {
        return send("GET", target, Map.of(), "");
    }

    static PageRequest post(String target, String body) {
        return send("POST", target, Map.of(), body);
    }

    static PageRequest send(String method, String target, Map<String, String> headers, String body) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", "localhost:8081");
        all.putAll(headers);
        String[] parts = target.split("\\?", 2);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return PageRequest.of(
                method,
                parts[0],
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                name -> Optional.ofNullable(all.get(name)),
                () -> new ByteArrayInputStream(bytes));
    }
}
