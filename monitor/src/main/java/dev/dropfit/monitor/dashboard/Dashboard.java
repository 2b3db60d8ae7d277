package dev.dropfit.monitor.dashboard;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.live.store.LiveReports;
import dev.dropfit.core.live.trial.TrialReports;
import dev.dropfit.core.live.watch.LiveWatch;
import dev.dropfit.core.registry.ManualChange;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.monitor.dashboard.card.CardPage;
import dev.dropfit.monitor.dashboard.change.AddNote;
import dev.dropfit.monitor.dashboard.change.Cancel;
import dev.dropfit.monitor.dashboard.change.Changes;
import dev.dropfit.monitor.dashboard.change.Delete;
import dev.dropfit.monitor.dashboard.change.FirstDropPage;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.Hide;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.change.ScoreUpload;
import dev.dropfit.monitor.dashboard.change.ServeVersion;
import dev.dropfit.monitor.dashboard.change.SettingsEditor;
import dev.dropfit.monitor.dashboard.change.SettingsPage;
import dev.dropfit.monitor.dashboard.change.Threshold;
import dev.dropfit.monitor.dashboard.change.Updates;
import dev.dropfit.monitor.dashboard.change.Upload;
import dev.dropfit.monitor.dashboard.html.Assets;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.Guard;
import dev.dropfit.monitor.dashboard.http.Login;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.page.ErrorPage;
import dev.dropfit.monitor.dashboard.page.LiveData;
import dev.dropfit.monitor.dashboard.page.LivePanel;
import dev.dropfit.monitor.dashboard.page.LoginPage;
import dev.dropfit.monitor.dashboard.page.ModelPage;
import dev.dropfit.monitor.dashboard.page.ModelsPage;
import dev.dropfit.monitor.dashboard.page.PageData;
import dev.dropfit.monitor.dashboard.page.ScoredFileDownload;
import dev.dropfit.monitor.dashboard.page.TrialPanel;
import dev.dropfit.monitor.dashboard.page.VersionDownload;
import dev.dropfit.monitor.dashboard.read.Records;
import dev.dropfit.monitor.dashboard.tryit.TryPage;
import dev.dropfit.monitor.dashboard.tryit.UsePage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Responds to requests for pages. Without {@link Operations} it is read-only; with them it also takes datasets and rolls back, and accepts
 * only requests for this machine, or with a {@link Login} those that know its token; a change also needs the token of its pages. Thread-safe.
 *
 * <pre>
 * GET  /                  all models
 * GET  /{model}           a model; ?version= &amp;against= &amp;metric= &amp;page= &amp;columns=all &amp;features=all
 * GET  /{model}/live      the live traffic of the served version, or of ?version=, as JSON
 * GET  /.json, /{model}.json     the data of these pages
 * GET  /{model}/versions/{version}/model.zip, /record.json   the model file, and the record of the run
 * GET  /{model}/card      the model card of the served version, or of ?version=
 * GET  /{model}/predictions/{name}.csv   the predictions of a scored file; {name}.errors.csv its rows with errors
 * GET  /{model}/try       a form for a prediction; with its fields in the query, their prediction
 * POST /{model}/try       the prediction for a JSON object, as JSON
 * GET  /{model}/use       requests for the predictor, to copy
 * GET  /_state            a token that changes with the pages, the current runs and the token for changes; ?model=
 * PUT  /{model}/dataset   a dataset, with Operations; needs the header X-Dropfit-Token
 *                         with ?ask=1 the first one of a model waits for an answer
 * POST /_login            the token, by a form, where the dashboard has a {@link Login}; also ?token= of any page
 * POST /_upload           the same by a form, which has the fields token, model and file in this order
 * GET  /{model}/first     asks what to predict from it; POST /{model}/first answers, and needs the field token
 * GET  /{model}/settings  the settings, with Operations; POST checks or stores them, and needs the field token
 * POST /{model}/batch     a file of rows to score, by a form with the fields token and file in this order
 * POST /{model}/rollback  a rollback, with Operations; needs the field token
 * POST /{model}/promote   a promotion against the gate, likewise
 * POST /{model}/threshold a threshold for the settings, with Operations; needs the fields token and threshold
 * POST /{model}/note      a note or a tag about a version, or the removal of one; needs the fields token and version
 * POST /{model}/cancel    cancels the run that is under way; needs the field token
 * POST /{model}/hide      hides a model from the list of models, or shows it again; needs the field token
 * POST /{model}/delete    a deletion, with Operations; needs the fields token and name
 * </pre>
 */
public final class Dashboard {
    private static final Logger LOGGER = Logger.getLogger(Dashboard.class.getName());
    /** The number of objects read at the same time. */
    private static final int READERS = 16;

    private static final Duration RETRY_LIMIT = Duration.ofSeconds(20);
    private static final String STATE = "_state";

    private final Records records;
    private final Assets assets = new Assets();
    private final Optional<Changes> changes;
    private final ModelsPage modelsPage;
    private final ModelPage modelPage;
    private final LiveData liveData;
    private final CardPage cardPage;
    private final TryPage tryPage;
    private final UsePage usePage;
    private final ScoredFileDownload scoredFile;
    private final ServeVersion serveVersion;
    private final VersionDownload versionDownload;
    private final PageData pageData;
    private final Delete delete;
    private final AddNote addNote;
    private final Hide hide;
    private final Cancel cancel;
    private final Updates updates;
    private final FirstDropPage firstDropPage;
    private final SettingsPage settingsPage;
    private final ErrorPage errorPage;
    private final LoginPage loginPage;

    /** A dashboard for a model bucket, where live traffic is not counted. */
    public Dashboard(Registry registry, Optional<Operations> operations, String predictor, Clock clock) {
        this(registry, Optional.empty(), operations, predictor, clock);
    }

    /**
     * A dashboard for a model bucket.
     *
     * @param live the bucket with the counts of live traffic; empty if it is not counted
     * @param operations what the dashboard can change; empty for a read-only one
     * @param predictor the URL of the predictor, without a slash at its end; empty if it is not known
     */
    public Dashboard(
            Registry registry, Optional<Bucket> live, Optional<Operations> operations, String predictor, Clock clock) {
        changes = operations.map(here -> new Changes(here, PageToken.random()));
        ExecutorService readers = readers();
        records = new Records(registry, readers, clock);
        LiveReports reports = new LiveReports(registry, live, readers, clock);
        Layout layout = new Layout(
                assets,
                operations
                        .map(here -> here.login().isPresent() ? Layout.Audience.NETWORK : Layout.Audience.MACHINE)
                        .orElse(Layout.Audience.READERS));
        modelsPage = new ModelsPage(records, layout, changes, clock);
        Optional<TrialReports> trials = reports.bucket().map(bucket -> new TrialReports(registry, bucket, clock));
        LiveWatch watch = new LiveWatch(registry.bucket(), reports, clock);
        modelPage = new ModelPage(
                records, layout, new LivePanel(reports, watch, clock), new TrialPanel(trials), changes, clock);
        liveData = new LiveData(records, reports, trials);
        cardPage = new CardPage(records);
        scoredFile = new ScoredFileDownload(records);
        tryPage = new TryPage(records, layout);
        usePage = new UsePage(records, layout, predictor);
        versionDownload = new VersionDownload(records, changes);
        pageData = new PageData(records);
        serveVersion = new ServeVersion(records, new ManualChange(registry, clock, Retries.within(RETRY_LIMIT)));
        addNote = new AddNote(records, registry, clock);
        cancel = new Cancel(registry.cancellations(clock));
        hide = new Hide(registry.hiddenModels(), clock);
        delete = new Delete(new ModelDeletion(registry, clock, Retries.within(RETRY_LIMIT)));
        updates = new Updates(records, reports, changes);
        firstDropPage = new FirstDropPage(layout);
        settingsPage = new SettingsPage(layout);
        errorPage = new ErrorPage(layout);
        loginPage = new LoginPage(layout);
    }

    private static ExecutorService readers() {
        return Executors.newFixedThreadPool(READERS, task -> {
            Thread thread = new Thread(task, "dashboard-reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The response to a request. Never throws. */
    public PageResponse respond(PageRequest request) {
        return answer(request).packed(request.headers().first("Accept-Encoding"));
    }

    private PageResponse answer(PageRequest request) {
        String root = request.path().size() > 1 ? "../".repeat(request.path().size() - 1) : "./";
        try {
            Optional<Login> login = changes.flatMap(here -> here.operations().login());
            if (changes.isPresent()) {
                Guard.check(request, login.isPresent());
            }
            if (login.isPresent() && !isAsset(request.path()) && !login.get().knows(request)) {
                return login.get().answer(request, root).orElseGet(() -> loginPage.respond(root));
            }
            return route(request, root);
        } catch (RefusedException e) {
            return errorPage.of(e, root);
        } catch (UnknownVersionException e) {
            String message = String.valueOf(e.getMessage());
            return errorPage.of(
                    new RefusedException(
                            404,
                            "Version not found",
                            message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + "."),
                    root);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The model bucket can''t be read: {0}", e.getMessage());
            return errorPage
                    .of(
                            new RefusedException(
                                    503,
                                    "The models can't be read",
                                    "Storage does not respond at the moment. Predictions are not affected. Try again"
                                            + " soon."),
                            root)
                    .with("Retry-After", "5");
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "A page failed", e);
            return errorPage.of(
                    new RefusedException(500, "Internal error", "The error was logged. Other pages may still work."),
                    root);
        }
    }

    private PageResponse route(PageRequest request, String root)
            throws IOException, RefusedException, UnknownVersionException {
        List<String> path = request.path();
        if (path.isEmpty()) {
            requireGet(request);
            return modelsPage.respond(request, root, updates.token(records.models()));
        }
        if (isAsset(path)) {
            requireGet(request);
            Assets.Asset asset = assets.find(path.get(1)).orElseThrow(Dashboard::noPage);
            return PageResponse.asset(asset.type(), asset.content());
        }
        if (path.get(0).equals(STATE) && path.size() == 1) {
            requireGet(request);
            return PageResponse.json(200, updates.state(ModelName.parse(request.field("model"))));
        }
        if (path.get(0).equals(Upload.PATH) && path.size() == 1 && changes.isPresent()) {
            require(request, "POST");
            return Upload.form(changes.get(), request);
        }
        if (path.get(0).endsWith(PageData.SUFFIX) && path.size() == 1) {
            requireGet(request);
            String page = path.get(0).substring(0, path.get(0).length() - PageData.SUFFIX.length());
            return page.isEmpty()
                    ? pageData.models()
                    : pageData.model(ModelName.parse(page).orElseThrow(Dashboard::noPage), request);
        }
        ModelName model = ModelName.parse(path.get(0)).orElseThrow(Dashboard::noPage);
        if (path.size() == 1) {
            requireGet(request);
            return modelPage.respond(model, request, root, updates.token(List.of(model)));
        }
        if (path.size() == 2 && path.get(1).equals("try")) {
            return request.method().equals("POST")
                    ? tryPage.score(model, request)
                    : tryPage.respond(model, getOnly(request), root, updates.token(List.of(model)));
        }
        if (path.size() == 2 && path.get(1).equals("use")) {
            requireGet(request);
            return usePage.respond(model, root, updates.token(List.of(model)));
        }
        if (path.size() == 2 && path.get(1).equals("live")) {
            return liveData.respond(model, getOnly(request));
        }
        if (path.size() == 2 && path.get(1).equals("card")) {
            return cardPage.respond(model, getOnly(request));
        }
        if (path.size() == 4 && path.get(1).equals("versions")) {
            requireGet(request);
            return versionDownload.respond(model, path.get(2), path.get(3));
        }
        if (path.size() == 3 && path.get(1).equals("predictions")) {
            requireGet(request);
            return scoredFile.respond(model, path.get(2));
        }
        if (path.size() == 2 && changes.isPresent()) {
            if (path.get(1).equals("dataset")) {
                require(request, "PUT");
                return Upload.respond(changes.get(), model, request);
            }
            if (path.get(1).equals(SettingsPage.PATH)
                    && changes.get().operations().settings().isPresent()) {
                SettingsEditor editor = changes.get().operations().settings().get();
                PageToken own = changes.get().token();
                if (request.method().equals("POST")) {
                    return settingsPage.answer(editor, own, model, request, root);
                }
                requireGet(request);
                return settingsPage.respond(editor, own, model, root);
            }
            if (path.get(1).equals("first")
                    && changes.get().operations().firstDrops().isPresent()) {
                FirstDrops drops = changes.get().operations().firstDrops().get();
                if (!request.method().equals("POST")) {
                    requireGet(request);
                }
                return request.method().equals("POST")
                        ? firstDropPage.answer(drops, changes.get().token(), model, request, root)
                        : firstDropPage.respond(drops, changes.get().token(), model, root);
            }
            if (path.get(1).equals(ScoreUpload.PATH)) {
                require(request, "POST");
                return ScoreUpload.respond(changes.get(), model, request);
            }
            if (path.get(1).equals(Threshold.PATH)) {
                require(request, "POST");
                return Threshold.respond(changes.get(), model, request);
            }
            if (path.get(1).equals(AddNote.PATH)) {
                require(request, "POST");
                return addNote.respond(model, changes.get().token(), request);
            }
            if (path.get(1).equals(Cancel.PATH)) {
                require(request, "POST");
                return cancel.respond(model, changes.get().token(), request);
            }
            if (path.get(1).equals(Hide.PATH)) {
                require(request, "POST");
                return hide.respond(model, changes.get().token(), request);
            }
            if (path.get(1).equals("delete")) {
                require(request, "POST");
                return delete.respond(changes.get(), model, request);
            }
            if (path.get(1).equals(ServeVersion.ROLLBACK)) {
                require(request, "POST");
                return serveVersion.respond(model, changes.get().token(), request, Promotion.Why.ROLLBACK);
            }
            if (path.get(1).equals(ServeVersion.PROMOTE)) {
                require(request, "POST");
                return serveVersion.respond(model, changes.get().token(), request, Promotion.Why.FORCED);
            }
        }
        throw noPage();
    }

    private static boolean isAsset(List<String> path) {
        return path.size() == 2 && path.get(0).equals(Assets.FOLDER);
    }

    private static PageRequest getOnly(PageRequest request) throws RefusedException {
        requireGet(request);
        return request;
    }

    private static void requireGet(PageRequest request) throws RefusedException {
        if (!request.isGet()) {
            throw new RefusedException(
                    405, "Method not allowed", request.method() + " is not accepted here; accepted is GET.");
        }
    }

    private static void require(PageRequest request, String method) throws RefusedException {
        if (!request.method().equals(method)) {
            throw new RefusedException(
                    405, "Method not allowed", request.method() + " is not accepted here; accepted is " + method + ".");
        }
    }

    private static RefusedException noPage() {
        return new RefusedException(404, "Page not found", "There is no page at this address.");
    }
}
