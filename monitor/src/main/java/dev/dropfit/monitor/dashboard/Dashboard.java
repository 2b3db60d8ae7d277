package dev.dropfit.monitor.dashboard;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers requests for pages. Without {@link Operations} it only shows; with them it also takes datasets and rolls back, and then answers
 * none but this machine's own pages. Thread-safe.
 *
 * <pre>
 * GET  /                  all models
 * GET  /{model}           a model; ?version= &amp;against= &amp;metric= &amp;page= &amp;columns=all &amp;features=all
 * GET  /{model}/try       a form for a prediction; with its fields in the query, the prediction
 * POST /{model}/try       the same of a JSON object, as JSON
 * GET  /_state            what changed, for pages that keep themselves up to date; ?model=
 * PUT  /{model}/dataset   a dataset, with Operations
 * POST /{model}/rollback  a rollback, with Operations
 * </pre>
 */
public final class Dashboard {
    private static final Logger LOGGER = Logger.getLogger(Dashboard.class.getName());
    /** How many objects are read at the same time. */
    private static final int READERS = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String STATE = "_state";

    private final Records records;
    private final Assets assets = new Assets();
    private final Optional<Operations> operations;
    private final ModelsPage modelsPage;
    private final ModelPage modelPage;
    private final TryPage tryPage;
    private final Rollback rollback;
    private final ErrorPage refusals;

    /**
     * A dashboard of a model bucket.
     *
     * @param operations what it may change; empty for nothing
     */
    public Dashboard(Registry registry, Optional<Operations> operations, Clock clock) {
        this.operations = operations;
        records = new Records(registry, readers(), clock);
        Layout layout = new Layout(assets, operations.isPresent());
        modelsPage = new ModelsPage(records, layout, operations, clock);
        modelPage = new ModelPage(records, layout, operations, clock);
        tryPage = new TryPage(records, layout);
        rollback = new Rollback(records, new ManualChange(registry, clock, Retries.within(PATIENCE)));
        refusals = new ErrorPage(layout);
    }

    private static ExecutorService readers() {
        return Executors.newFixedThreadPool(READERS, task -> {
            Thread thread = new Thread(task, "dashboard-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Answers; never throws. */
    public PageResponse respond(PageRequest request) {
        String root = request.path().size() > 1 ? "../".repeat(request.path().size() - 1) : "./";
        try {
            if (operations.isPresent()) {
                Guard.check(request);
            }
            return route(request, root);
        } catch (RefusedException e) {
            return refusals.page(e, root);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The model bucket can''t be read: {0}", e.getMessage());
            return refusals.page(
                            new RefusedException(
                                    503,
                                    "The models can't be read",
                                    "Storage does not answer at the moment. What is served goes on; try again in a moment."),
                            root)
                    .with("Retry-After", "5");
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "A page failed", e);
            return refusals.page(
                    new RefusedException(500, "Something went wrong", "It has been logged; other pages may be fine."), root);
        }
    }

    private PageResponse route(PageRequest request, String root) throws IOException, RefusedException {
        List<String> path = request.path();
        if (path.isEmpty()) {
            requireGet(request);
            return modelsPage.respond(request, root, token(records.models()));
        }
        if (path.get(0).equals(Assets.FOLDER) && path.size() == 2) {
            requireGet(request);
            Assets.Asset asset = assets.find(path.get(1)).orElseThrow(Dashboard::noPage);
            return PageResponse.asset(asset.type(), asset.content());
        }
        if (path.get(0).equals(STATE) && path.size() == 1) {
            requireGet(request);
            return PageResponse.json(200, state(request));
        }
        ModelName model = ModelName.parse(path.get(0)).orElseThrow(Dashboard::noPage);
        if (path.size() == 1) {
            requireGet(request);
            return modelPage.respond(model, request, root, token(List.of(model)));
        }
        if (path.size() == 2 && path.get(1).equals("try")) {
            return request.method().equals("POST")
                    ? tryPage.score(model, request)
                    : tryPage.respond(model, getOnly(request), root, token(List.of(model)));
        }
        if (path.size() == 2 && operations.isPresent()) {
            if (path.get(1).equals("dataset")) {
                return drop(operations.get(), model, request);
            }
            if (path.get(1).equals("rollback")) {
                require(request, "POST");
                return rollback.respond(model, request);
            }
        }
        throw noPage();
    }

    private static PageResponse drop(Operations operations, ModelName model, PageRequest request) throws RefusedException {
        require(request, "PUT");
        long length = request.headers()
                .first("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
        if (length < 0) {
            throw new RefusedException(411, "How long?", "A dataset is sent with its Content-Length.");
        }
        if (length == 0) {
            throw new RefusedException(400, "Empty", "The file is empty; a dataset has a header and rows.");
        }
        if (length > operations.maxBytes()) {
            throw new RefusedException(
                    413,
                    "Too large",
                    "The file has " + PageText.bytes(length) + "; accepted are up to "
                            + PageText.bytes(operations.maxBytes()) + " here. Copy it into the data folder instead.");
        }
        try (InputStream csv = request.body().open()) {
            operations.drop(model, new ExactStream(csv, length));
        } catch (IOException e) {
            throw new RefusedException(
                    503,
                    "Not taken",
                    "The dataset could not be taken whole (" + e.getMessage() + "); nothing was changed.");
        }
        JsonObject done = new JsonObject();
        done.addProperty("model", model.value());
        return PageResponse.json(202, done);
    }

    /** What changes when a page of these models would be another now. */
    private String token(List<ModelName> models) throws IOException {
        if (operations.isEmpty()) {
            return "";
        }
        StringBuilder token = new StringBuilder();
        for (ModelName model : models) {
            ServedVersion served = records.served(model);
            List<Version> newest = records.newest(model, 1, served);
            token.append(model)
                    .append(':')
                    .append(served.generation())
                    .append(':')
                    .append(newest.isEmpty() ? "" : newest.get(0))
                    .append(' ');
        }
        return Integer.toHexString(token.toString().hashCode());
    }

    private JsonObject state(PageRequest request) throws IOException {
        Optional<ModelName> model = ModelName.parse(request.field("model"));
        List<ModelName> models = model.isPresent() ? List.of(model.get()) : records.models();
        JsonObject state = new JsonObject();
        state.addProperty("token", token(models));
        JsonObject underWay = new JsonObject();
        Map<ModelName, Progress> progress = operations.map(Operations::progress).orElse(Map.of());
        progress.forEach((name, reached) -> {
            JsonObject json = new JsonObject();
            json.addProperty("stage", reached.stage().text());
            json.addProperty("note", reached.note());
            underWay.add(name.value(), json);
        });
        state.add("underWay", underWay);
        if (model.isPresent()) {
            ServedVersion served = records.served(model.get());
            served.version().ifPresent(version -> state.addProperty("served", version.value()));
            records.newestRuns(model.get(), 1, served).stream().findFirst().ifPresent(run -> {
                state.addProperty("newest", run.version().value());
                state.addProperty("verdict", run.verdict().text());
                state.addProperty(
                        "reason", run.reasons().isEmpty() ? "" : run.reasons().get(0));
            });
        }
        return state;
    }

    private static PageRequest getOnly(PageRequest request) throws RefusedException {
        requireGet(request);
        return request;
    }

    private static void requireGet(PageRequest request) throws RefusedException {
        if (!request.isGet()) {
            throw new RefusedException(405, "Not accepted", request.method() + " is not accepted here; accepted is GET.");
        }
    }

    private static void require(PageRequest request, String method) throws RefusedException {
        if (!request.method().equals(method)) {
            throw new RefusedException(
                    405, "Not accepted", request.method() + " is not accepted here; accepted is " + method + ".");
        }
    }

    private static RefusedException noPage() {
        return new RefusedException(404, "No such page", "There is nothing at this address.");
    }
}
