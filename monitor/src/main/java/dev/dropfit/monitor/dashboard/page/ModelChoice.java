package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.read.ServedVersion;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which models the first page shows, and in what order.
 *
 * @param name a part of the names of models, in lower case; empty for all
 * @param state of the last run
 */
record ModelChoice(String name, State state, Order order) {
    private static final int MAX_NAME = 63;

    /** The models with a state. */
    enum State {
        ALL("all"),
        PROMOTED("last run promoted"),
        REJECTED("last run rejected"),
        INVALID("last run invalid"),
        NOT_SERVED("not served");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    /** The order of models. */
    enum Order {
        NAME("name"),
        NEWEST_RUN("newest run"),
        SLOWEST_RUN("slowest run");

        private final String text;

        Order(String text) {
            this.text = text;
        }
    }

    /** The choice of a request; what is unknown is left out. */
    static ModelChoice of(PageRequest request) {
        String name = request.field("name").strip().toLowerCase(Locale.ROOT);
        return new ModelChoice(
                name.substring(0, Math.min(name.length(), MAX_NAME)),
                find(State.values(), request.field("state"), State.ALL),
                find(Order.values(), request.field("sort"), Order.NAME));
    }

    private static <E extends Enum<E>> E find(E[] values, String text, E otherwise) {
        for (E value : values) {
            if (key(value).equals(text)) {
                return value;
            }
        }
        return otherwise;
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is not simply all models by name. */
    boolean isMade() {
        return !name.isEmpty() || state != State.ALL || order != Order.NAME;
    }

    /** The chosen models of these, which are in the order of their names. */
    List<ModelName> choose(List<ModelName> models, Records records) throws IOException {
        List<ModelName> named =
                models.stream().filter(model -> model.value().contains(name)).toList();
        if (state == State.ALL && order == Order.NAME) {
            return named;
        }
        List<ModelName> chosen = new ArrayList<>();
        Map<ModelName, RunSummary> last = new HashMap<>();
        for (ModelName model : named) {
            ServedVersion served = records.served(model);
            Optional<RunSummary> run =
                    records.newestRuns(model, 1, served).stream().findFirst();
            if (has(run, served)) {
                chosen.add(model);
                run.ifPresent(newest -> last.put(model, newest));
            }
        }
        switch (order) {
            case NAME -> {}
            case NEWEST_RUN ->
                chosen.sort(Comparator.comparing(
                        model -> Optional.ofNullable(last.get(model))
                                .map(run -> run.version().value())
                                .orElse(""),
                        Comparator.reverseOrder()));
            case SLOWEST_RUN ->
                chosen.sort(Comparator.comparingDouble(model -> -Optional.ofNullable(last.get(model))
                        .map(RunSummary::elapsed)
                        .filter(Double::isFinite)
                        .orElse(0.0)));
        }
        return chosen;
    }

    private boolean has(Optional<RunSummary> run, ServedVersion served) {
        return switch (state) {
            case ALL -> true;
            case PROMOTED -> ended(run, Verdict.PROMOTED);
            case REJECTED -> ended(run, Verdict.REJECTED);
            case INVALID -> ended(run, Verdict.INVALID);
            case NOT_SERVED -> served.version().isEmpty();
        };
    }

    private static boolean ended(Optional<RunSummary> run, Verdict verdict) {
        return run.filter(newest -> newest.verdict() == verdict).isPresent();
    }

    /** The form that changes the choice. */
    Html form() {
        Html form = Html.of(
                "<form class=\"choice\" method=\"get\" role=\"search\"><label>Name <input type=\"search\""
                        + " name=\"name\" value=\"{}\" maxlength=\"{}\"></label>",
                name,
                MAX_NAME);
        form.add(" <label>Show <select name=\"state\">");
        for (State one : State.values()) {
            option(form, one, one.text, one == state);
        }
        form.add("</select></label> <label>Sort by <select name=\"sort\">");
        for (Order one : Order.values()) {
            option(form, one, one.text, one == order);
        }
        return form.add("</select></label> <button class=\"button\">Show</button></form>");
    }

    private static void option(Html form, Enum<?> value, String text, boolean selected) {
        if (selected) {
            form.add("<option value=\"{}\" selected>{}</option>", key(value), text);
        } else {
            form.add("<option value=\"{}\">{}</option>", key(value), text);
        }
    }

    /** The fields of the query that links keep. */
    String fields() {
        return isMade()
                ? "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&state=" + key(state) + "&sort="
                        + key(order) + "&"
                : "";
    }
}
