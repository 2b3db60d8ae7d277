package dev.dropfit.monitor.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.change.FirstAnswer;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.monitor.dashboard.change.SettingsEditor;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard in {@code up}: it also takes datasets and rolls back, for its own pages on this machine. */
class LocalDashboardTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final TrainedBuckets buckets = new TrainedBuckets();
    private final Dropped dropped = new Dropped();
    private final Dashboard dashboard = new Dashboard(buckets.registry(), Optional.of(dropped), "", buckets.clock());

    /** Keeps the datasets. */
    private final class Dropped implements Operations {
        private final Map<ModelName, String> datasets = new HashMap<>();
        private final Map<String, String> scored = new HashMap<>();
        private final Map<ModelName, Double> thresholds = new HashMap<>();
        private final Waiting waiting = new Waiting();
        private final Settings settings = new Settings();
        private List<MisplacedFile> misplaced = List.of();

        @Override
        public long maxBytes() {
            return 1000;
        }

        @Override
        public List<String> drop(ModelName model, InputStream csv) throws IOException, RefusedException {
            String text = new String(csv.readAllBytes(), StandardCharsets.UTF_8);
            if (text.equals("no table")) {
                throw new RefusedException(400, "Not a dataset", "It has no sheet with values. Nothing was changed.");
            }
            datasets.put(model, text);
            return text.startsWith("book") ? List.of("the rows come from the sheet 'A'") : List.of();
        }

        @Override
        public void score(BatchFile file, InputStream csv) throws IOException {
            scored.put(file.plain(), new String(csv.readAllBytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void setThreshold(ModelName model, double threshold) {
            thresholds.put(model, threshold);
        }

        @Override
        public List<MisplacedFile> misplaced() {
            return misplaced;
        }

        @Override
        public long newestDataset(ModelName model) throws IOException {
            return CurrentDataset.find(buckets.data(), model)
                    .map(CurrentDataset::generation)
                    .orElse(Bucket.ABSENT);
        }

        @Override
        public Optional<FirstDrops> firstDrops() {
            return Optional.of(waiting);
        }

        @Override
        public Optional<SettingsEditor> settings() {
            return Optional.of(settings);
        }

        @Override
        public Map<ModelName, Progress> progress() {
            return Map.of(new ModelName("coming"), new Progress(Progress.Milestone.CHECKED, "", "training on 9 rows"));
        }
    }

    /** Keeps the settings of one model; those with 'bad' have a problem. */
    private static final class Settings implements SettingsEditor {
        private String text = "";
        private long generation;

        @Override
        public Stored read(ModelName model) {
            return new Stored(text, generation);
        }

        @Override
        public Optional<FirstDataset> check(ModelName model, String checked) {
            return Optional.of(new FirstDataset(
                    "target",
                    "because of its name",
                    "classes",
                    List.of(new FirstDataset.Column("<age>", "numeric, numbers")),
                    List.of("a note"),
                    checked.contains("bad") ? List.of("dropfit.json: unknown key 'bad'") : List.of()));
        }

        @Override
        public void write(ModelName model, String written, long seen) {
            text = written;
            generation = seen + 1;
        }
    }

    @Test
    void theSettingsAreEditedNextToHowTheDatasetIsRead() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        assertThat(text(dashboard.respond(Requests.get("/churn/settings"))))
                .contains("aria-current=\"page\">Settings", ">{\n}\n</textarea>", "&lt;age&gt;", "a note");

        String form = "token=" + token() + "&generation=0&text=";
        PageResponse without = dashboard.respond(Requests.post("/churn/settings", "generation=0&text={}&action=save"));
        PageResponse checked = dashboard.respond(Requests.post("/churn/settings", form + "{ }&action=check"));
        PageResponse bad = dashboard.respond(Requests.post("/churn/settings", form + "bad&action=save"));
        assertThat(dropped.settings.text).as("nothing is saved").isEmpty();
        PageResponse saved = dashboard.respond(Requests.post("/churn/settings", form + "{\"keep\": 5}&action=save"));

        assertThat(List.of(without.status(), checked.status(), bad.status(), saved.status()))
                .containsExactly(403, 200, 400, 303);
        assertThat(text(checked)).contains(">{ }\n</textarea>");
        assertThat(text(bad)).contains("unknown key &#39;bad&#39;", ">bad\n</textarea>");
        assertThat(dropped.settings.text).isEqualTo("{\"keep\": 5}\n");
    }

    /** Keeps one dataset with the columns a and b. */
    private static final class Waiting implements FirstDrops {
        private String csv = "";
        private Optional<String> taken = Optional.empty();
        private int moreColumns;

        @Override
        public List<String> columns(ModelName model) {
            return csv.isEmpty() ? List.of() : names();
        }

        private List<String> names() {
            List<String> names = new ArrayList<>(List.of("<a>", "b"));
            for (int i = 0; i < moreColumns; i++) {
                names.add("x" + i);
            }
            return names;
        }

        @Override
        public boolean isFirst(ModelName model) {
            return !model.equals(CHURN);
        }

        @Override
        public void keep(ModelName model, InputStream sent) throws IOException {
            csv = new String(sent.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public Optional<FirstDataset> look(ModelName model, FirstAnswer answer) {
            return csv.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new FirstDataset(
                            answer.label().orElse("b"),
                            "the last column",
                            "a number, because its numbers have fractions",
                            names().stream()
                                    .map(name ->
                                            new FirstDataset.Column(name, name.equals("b") ? "" : "numeric, numbers"))
                                    .toList(),
                            List.of("a note"),
                            answer.kinds().containsValue("datetime")
                                    ? List.of("column '<a>' has no dates")
                                    : List.of()));
        }

        @Override
        public List<String> take(ModelName model, FirstAnswer answer) {
            taken = answer.settings();
            return List.of();
        }
    }

    @Test
    void theFirstDatasetOfAModelWaitsForAnAnswer() {
        PageResponse response = putAsking("sales");

        assertThat(JsonParser.parseString(text(response))
                        .getAsJsonObject()
                        .get("question")
                        .getAsString())
                .isEqualTo("sales/first");
        assertThat(dropped.datasets).isEmpty();
        assertThat(text(dashboard.respond(Requests.get("/sales/first"))))
                .contains("What should the model predict?")
                .contains("<option value=\"b\" selected>b</option>")
                .contains("as found: a number, because its numbers have fractions")
                .contains("as found: numeric, numbers")
                .contains("&lt;a&gt;")
                .contains("a note")
                .contains("name=\"token\" value=\"" + token() + "\"");
    }

    @Test
    void theAnswerBecomesTheSettings() {
        putAsking("sales");

        PageResponse response = dashboard.respond(Requests.post(
                "/sales/first", "token=" + token() + "&label=b&task=categorical&kind.0=ignore&kind.1=&action=train"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "../sales");
        assertThat(dropped.waiting.taken)
                .contains("{\"label\":\"b\",\"columns\":{\"b\":\"categorical\",\"<a>\":\"ignore\"}}\n");
    }

    @Test
    void anotherLabelIsCheckedFirst() {
        putAsking("sales");

        PageResponse response =
                dashboard.respond(Requests.post("/sales/first", "token=" + token() + "&label=%3Ca%3E&action=check"));

        assertThat(text(response)).contains("<option value=\"&lt;a&gt;\" selected>");
        assertThat(dropped.waiting.taken).isEmpty();
    }

    @Test
    void whatWasChangedStaysWhenTheDatasetIsCheckedAgain() {
        putAsking("sales");

        String page = text(dashboard.respond(Requests.post(
                "/sales/first", "token=" + token() + "&label=b&task=categorical&kind.0=datetime&action=check")));

        assertThat(page)
                .contains("column &#39;&lt;a&gt;&#39; has no dates")
                .contains("your choice")
                .contains("<option value=\"categorical\" selected>classes</option>")
                .contains("<option value=\"datetime\" selected>datetime</option>");
    }

    @Test
    void manyColumnsAreFoldedAndCanAllBeChanged() {
        putAsking("sales");
        dropped.waiting.moreColumns = 9_000;
        StringBuilder form = new StringBuilder("token=" + token() + "&label=b&task=");
        for (int i = 0; i < 9_002; i++) {
            form.append("&kind.").append(i).append('=').append(i == 9_001 ? "ignore" : "");
        }

        String page = text(dashboard.respond(Requests.get("/sales/first")));
        dashboard.respond(Requests.post("/sales/first", form + "&action=train"));

        assertThat(page).contains("<details><summary>Kinds of the other columns (9,001)</summary>");
        assertThat(dropped.waiting.taken).contains("{\"label\":\"b\",\"columns\":{\"x8999\":\"ignore\"}}\n");
    }

    @Test
    void anAnswerWithoutTheTokenOrADatasetIsRefused() {
        assertThat(dashboard.respond(Requests.get("/sales/first")).status()).isEqualTo(404);
        putAsking("sales");

        assertThat(dashboard
                        .respond(Requests.post("/sales/first", "label=b&action=train"))
                        .status())
                .isEqualTo(403);
        assertThat(dashboard
                        .respond(Requests.post("/sales/first", "token=" + token() + "&label=c&action=train"))
                        .status())
                .isEqualTo(400);
        assertThat(dropped.waiting.taken).isEmpty();
    }

    @Test
    void theNextDatasetOfAModelIsNotAskedAbout() {
        assertThat(text(putAsking("churn"))).doesNotContain("question");
        assertThat(dropped.datasets).containsKey(CHURN);
    }

    private PageResponse putAsking(String model) {
        return dashboard.respond(Requests.send(
                "PUT",
                "/" + model + "/dataset?ask=1",
                Map.of("Content-Length", "8", "X-Dropfit-Token", token()),
                "a,b\n1,2\n"));
    }

    private PageResponse put(String model, String csv, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Content-Length", Integer.toString(csv.length()));
        all.putIfAbsent("X-Dropfit-Token", token());
        return dashboard.respond(Requests.send("PUT", "/" + model + "/dataset", all, csv));
    }

    /** The token for changes. */
    private String token() {
        return state().get("writeToken").getAsString();
    }

    private static String text(PageResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aDatasetIsStored() {
        PageResponse response = put("churn", "a,b\n1,2\n", Map.of());

        assertThat(response.status()).isEqualTo(202);
        assertThat(dropped.datasets).containsEntry(CHURN, "a,b\n1,2\n");
    }

    @ParameterizedTest
    @CsvSource({"'', 411", "0, 400", "1001, 413", "nonsense, 411", "99999999999999999999, 411"})
    void aDatasetWithoutALengthOrTooLongIsRefused(String length, int status) {
        assertThat(put("churn", "a,b\n", Map.of("Content-Length", length)).status())
                .isEqualTo(status);
        assertThat(dropped.datasets).isEmpty();
    }

    @Test
    void aTruncatedUploadIsRefused() {
        PageResponse response = put("churn", "a,b\n", Map.of("Content-Length", "500"));

        assertThat(response.status()).isEqualTo(503);
        assertThat(text(response)).contains("it ended 496 bytes early. Nothing was changed.");
        assertThat(dropped.datasets).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Host, evil.example",
        "Host, localhost.evil.example",
        "Host, ''",
        "Host, 192.168.0.7:8081",
        "Origin, http://evil.example",
        "Origin, null",
        "Origin, http://localhost:9999",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, none"
    })
    void aRequestFromElsewhereIsRefused(String header, String value) {
        PageResponse response = put("churn", "a,b\n", Map.of(header, value));

        assertThat(response.status()).isEqualTo(403);
        assertThat(dropped.datasets).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8081, http://localhost:8081, same-origin",
        "127.0.0.1:8081, http://127.0.0.1:8081, same-origin",
        "[::1]:8081, http://[::1]:8081, same-origin"
    })
    void aRequestOfItsOwnPagesIsAccepted(String host, String origin, String site) {
        PageResponse response = put("churn", "a,b\n", Map.of("Host", host, "Origin", origin, "Sec-Fetch-Site", site));

        assertThat(response.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000000000000000000000000000000000000000000000000000000000"})
    void anUploadWithoutTheTokenIsRefused(String token) {
        PageResponse response = put("churn", "a,b\n", Map.of("X-Dropfit-Token", token));

        assertThat(response.status()).isEqualTo(403);
        assertThat(text(response))
                .contains("The request does not have the token of this page. Reload the page and try again.");
        assertThat(dropped.datasets).isEmpty();
    }

    @Test
    void aRollbackWithoutTheTokenIsRefused() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        Version second = buckets.train("churn", TrainedBuckets.classes(500));

        PageResponse response = dashboard.respond(Requests.post("/churn/rollback", "version=" + first + "&why=x"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(second);
    }

    @Test
    void aTokenOfAnotherProcessIsRefused() {
        String other = new LocalDashboardTest().token();

        assertThat(put("churn", "a,b\n", Map.of("X-Dropfit-Token", other)).status())
                .isEqualTo(403);
    }

    @Test
    void thePagesHaveTheTokenInTheirForms() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        buckets.train("churn", TrainedBuckets.classes(500));

        assertThat(text(dashboard.respond(Requests.get("/")))).contains("data-write-token=\"" + token() + "\"");
        assertThat(text(dashboard.respond(Requests.get("/churn?version=" + first))))
                .contains("name=\"token\" value=\"" + token() + "\"");
    }

    @Test
    void aRequestForAnotherHostNameIsRefused() {
        assertThat(dashboard
                        .respond(Requests.send("GET", "/", Map.of("Host", "rebound.example"), ""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aVersionIsRolledBackTo() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        buckets.train("churn", TrainedBuckets.classes(500));

        PageResponse response = dashboard.respond(Requests.post(
                "/churn/rollback", "token=" + token() + "&version=" + first + "&why=the+%3Cnew%3E+one+is+worse"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "../churn");
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(first);
        assertThat(text(dashboard.respond(Requests.get("/churn")))).contains("the &lt;new&gt; one is worse");
    }

    @Test
    void aRejectedVersionIsServedWithAReason() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        Version rejected = buckets.train(
                "churn",
                TrainedBuckets.classes(410),
                "{\"learner\": \"logistic-regression\", \"gate\": {\"threshold\": 0.9999}}");
        assertThat(text(dashboard.respond(Requests.get("/churn?version=v2"))))
                .contains("action=\"./churn/promote\"", "Serve against the gate");

        PageResponse without = dashboard.respond(Requests.post("/churn/promote", "version=v2&why=agreed"));
        PageResponse rolledBack =
                dashboard.respond(Requests.post("/churn/rollback", "token=" + token() + "&version=v2&why=agreed"));
        assertThat(Latest.read(buckets.registry(), CHURN).is(rejected)).isFalse();
        PageResponse promoted =
                dashboard.respond(Requests.post("/churn/promote", "token=" + token() + "&version=v2&why=agreed"));

        assertThat(List.of(without.status(), rolledBack.status(), promoted.status()))
                .containsExactly(403, 409, 303);
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(rejected);
        assertThat(text(dashboard.respond(Requests.get("/churn")))).contains("<td>forced</td>", "agreed");
    }

    @Test
    void notesAndTagsAreWrittenWithTheTokenAndShown() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        assertThat(text(dashboard.respond(Requests.get("/churn")))).contains("Add note", "Add tag");

        PageResponse without = dashboard.respond(Requests.post("/churn/note", "version=v1&text=good"));
        PageResponse noted =
                dashboard.respond(Requests.post("/churn/note", "token=" + token() + "&version=v1&text=%3Cgood%3E"));
        PageResponse tagged =
                dashboard.respond(Requests.post("/churn/note", "token=" + token() + "&version=v1&tag=best"));
        PageResponse refused =
                dashboard.respond(Requests.post("/churn/note", "token=" + token() + "&version=v1&tag=Best+one"));
        PageResponse unknown =
                dashboard.respond(Requests.post("/churn/note", "token=" + token() + "&version=v7&text=good"));

        assertThat(List.of(without.status(), noted.status(), tagged.status(), refused.status(), unknown.status()))
                .containsExactly(403, 303, 303, 400, 404);
        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("<bdi>&lt;good&gt;</bdi>", "<span class=\"tag\">best</span>", "Remove the tag best");
        assertThat(text(dashboard.respond(Requests.get("/churn.json")))).contains("\"tag\":\"best\"");

        dashboard.respond(Requests.post("/churn/note", "token=" + token() + "&version=v1&untag=best"));
        assertThat(text(dashboard.respond(Requests.get("/churn")))).doesNotContain("Remove the tag best");
    }

    @Test
    void theThresholdIsSetOnlyWithTheTokenAndBetween0And1() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("action=\"./churn/threshold\"", "Use this threshold");
        assertThat(dashboard
                        .respond(Requests.post("/churn/threshold", "threshold=0.3"))
                        .status())
                .isEqualTo(403);
        for (String wrong : List.of("0", "1", "-1", "NaN", "half", "")) {
            PageResponse refused =
                    dashboard.respond(Requests.post("/churn/threshold", "token=" + token() + "&threshold=" + wrong));
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(text(refused)).contains("accepted is a number between 0 and 1");
        }
        assertThat(dropped.thresholds).isEmpty();

        PageResponse response =
                dashboard.respond(Requests.post("/churn/threshold", "token=" + token() + "&threshold=0.3"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(dropped.thresholds).containsEntry(CHURN, 0.3);
    }

    @Test
    void aRollbackNeedsAReason() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse response = dashboard.respond(
                Requests.post("/churn/rollback", "token=" + token() + "&version=" + version + "&why=+"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("A change of the served version needs a reason of 1 to 500 characters.");
    }

    @Test
    void aRejectedVersionIsNotRolledBackTo() throws IOException {
        Version version = buckets.train(
                "churn",
                TrainedBuckets.classes(400),
                "{\"learner\": \"logistic-regression\", \"gate\": {\"threshold\": 0.9999}}");

        PageResponse response = dashboard.respond(
                Requests.post("/churn/rollback", "token=" + token() + "&version=" + version + "&why=x"));

        assertThat(response.status()).isEqualTo(409);
        assertThat(text(response)).contains("has not passed the gate");
        assertThat(Latest.read(buckets.registry(), CHURN).version()).isEmpty();
    }

    @Test
    void aDamagedArchiveIsNotRolledBackTo() throws IOException {
        Version first = buckets.train("churn", TrainedBuckets.classes(400));
        Version second = buckets.train("churn", TrainedBuckets.classes(500));
        String archive = "churn/models/" + first + ".zip";
        buckets.models()
                .write(
                        archive,
                        new byte[] {1},
                        buckets.models().find(archive).orElseThrow().generation());

        PageResponse response = dashboard.respond(
                Requests.post("/churn/rollback", "token=" + token() + "&version=" + first + "&why=x"));

        assertThat(response.status()).isEqualTo(409);
        assertThat(text(response)).contains("Nothing was changed");
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(second);
    }

    private PageResponse score(String fileName, String content, String token) {
        return send("/churn/batch", "", fileName, content, token);
    }

    private PageResponse upload(String model, String fileName, String content, String token) {
        return send(
                "/_upload",
                "--XX\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model + "\r\n",
                fileName,
                content,
                token);
    }

    private PageResponse send(String path, String fields, String fileName, String content, String token) {
        String body = "--XX\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token + "\r\n" + fields
                + "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--XX--\r\n";
        return dashboard.respond(Requests.send(
                "POST",
                path,
                Map.of(
                        "Content-Type",
                        "multipart/form-data; boundary=XX",
                        "Content-Length",
                        Integer.toString(body.getBytes(StandardCharsets.UTF_8).length)),
                body));
    }

    @Test
    void aFormUploadsAFileToScoreUnderAnAcceptedName() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("enctype=\"multipart/form-data\" action=\"./churn/batch\">", "Score a file");

        PageResponse response = score("May rows (2).xlsx", "a\n1\n", token());

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "../churn");
        assertThat(dropped.scored).containsOnly(Map.entry("churn/batch/May-rows-2.csv", "a\n1\n"));
        assertThat(score("", "", token()).status()).isEqualTo(400);
        assertThat(score("a.csv", "a\n", "wrong").status()).isEqualTo(403);
        assertThat(dropped.scored).hasSize(1);
    }

    @Test
    void aFormUploadsADatasetWithoutAScript() {
        assertThat(text(dashboard.respond(Requests.get("/"))))
                .contains("<noscript><form class=\"plain\" method=\"post\" enctype=\"multipart/form-data\""
                        + " action=\"./_upload\">");

        PageResponse first = upload("sales", "a.csv", "a,b\n1,2\n", token());
        PageResponse next = upload("churn", "a.csv", "a,b\n3,4\n", token());

        assertThat(first.status()).isEqualTo(303);
        assertThat(first.headers()).containsEntry("Location", "sales/first");
        assertThat(dropped.waiting.csv).isEqualTo("a,b\n1,2\n");
        assertThat(next.headers()).containsEntry("Location", "churn");
        assertThat(dropped.datasets).containsEntry(CHURN, "a,b\n3,4\n");
    }

    @ParameterizedTest
    @CsvSource({
        "churn, '', '', 400, No file was chosen.",
        "churn, a.csv, '', 400, The file is empty; a dataset has a header and rows.",
        "My Model, a.csv, x, 400, &#39;My Model&#39; is no model name",
        "churn, a.xlsx, no table, 400, It has no sheet with values.",
    })
    void aFormThatIsNoUploadIsRefused(String model, String fileName, String content, int status, String message) {
        PageResponse response = upload(model, fileName, content, token());

        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).contains(message);
        assertThat(dropped.datasets).isEmpty();
    }

    @Test
    void aFormWithoutTheTokenIsRefused() {
        assertThat(upload("churn", "a.csv", "a,b\n", "").status()).isEqualTo(403);
        assertThat(dashboard.respond(Requests.get("/_upload")).status()).isEqualTo(405);
        assertThat(dropped.datasets).isEmpty();
    }

    @Test
    void whatWasReadOfAWorkbookIsSaid() {
        assertThat(text(put("churn", "book", Map.of()))).contains("\"note\":\"the rows come from the sheet 'A'\"");
    }

    @Test
    void aMisplacedFileIsNamedOnThePagesUntilItIsMended() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        String token = state().get("token").getAsString();
        dropped.misplaced = List.of(
                new MisplacedFile(Optional.of(CHURN), "data/churn/Dataset.csv is ignored: rename it to dataset.csv"),
                new MisplacedFile(Optional.of(new ModelName("new")), "data/new.csv is ignored"));

        assertThat(text(dashboard.respond(Requests.get("/"))))
                .contains("2 files are not read", "data/churn/Dataset.csv is ignored", "data/new.csv is ignored");
        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("A file is not read", "data/churn/Dataset.csv is ignored")
                .doesNotContain("data/new.csv");
        assertThat(text(dashboard.respond(Requests.get("/new")))).contains("data/new.csv is ignored");
        assertThat(state().get("token").getAsString()).isNotEqualTo(token);
        dropped.misplaced = List.of();
        assertThat(text(dashboard.respond(Requests.get("/churn")))).doesNotContain("not read");
        assertThat(dashboard.respond(Requests.get("/new")).status()).isEqualTo(404);
    }

    @Test
    void aModelIsDeletedWhenItsNameIsTyped() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));
        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("To confirm, type the name of the model: churn");

        PageResponse response = dashboard.respond(Requests.post("/churn/delete", "token=" + token() + "&name=+churn+"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.headers()).containsEntry("Location", "../churn");
        assertThat(Latest.read(buckets.registry(), CHURN).object()).isEmpty();
        assertThat(buckets.registry().deletion(CHURN)).isPresent();
        assertThat(buckets.data().find("churn/dataset.csv")).isPresent();
        assertThat(text(dashboard.respond(Requests.get("/")))).doesNotContain("href=\"./churn\"");
    }

    @Test
    void thePageOfADeletedModelSaysHowToHaveItAgain() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));
        dashboard.respond(Requests.post("/churn/delete", "token=" + token() + "&name=churn"));

        String page = text(dashboard.respond(Requests.get("/churn")));

        assertThat(page)
                .contains("This model is deleted", "dropfit retrain churn", "dropfit rollback churn VERSION --why TEXT")
                .doesNotContain("To confirm, type the name")
                .contains("name=\"version\" value=\"" + version + "\"");
        dashboard.respond(
                Requests.post("/churn/rollback", "token=" + token() + "&version=" + version + "&why=it+was+needed"));
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(version);
        assertThat(text(dashboard.respond(Requests.get("/churn")))).doesNotContain("This model is deleted");
    }

    @Test
    void aHiddenModelIsServedAndLeftOutOfTheListUntilItIsShownAgain() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse response = dashboard.respond(Requests.post("/churn/hide", "token=" + token()));

        assertThat(response.headers()).containsEntry("Location", "../");
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(version);
        assertThat(text(dashboard.respond(Requests.get("/"))))
                .contains("<a href=\"?hidden=1\">1 hidden model</a>")
                .doesNotContain("href=\"./churn\"", "No model yet");
        assertThat(text(dashboard.respond(Requests.get("/?hidden=1"))))
                .contains("href=\"./churn\"", "Show in the list again");
        assertThat(text(dashboard.respond(Requests.get("/churn"))))
                .contains("This model is hidden from the list of models.", "Show in the list again")
                .doesNotContain("Hide this model");
        assertThat(text(dashboard.respond(Requests.get("/.json")))).contains("\"model\":\"churn\",\"hidden\":true");

        dashboard.respond(Requests.post("/churn/hide", "token=" + token() + "&undo=1"));

        assertThat(text(dashboard.respond(Requests.get("/"))))
                .contains("href=\"./churn\"")
                .doesNotContain("hidden model");
    }

    @Test
    void aRunThatIsUnderWayIsCancelledWithTheTokenOnly() throws IOException {
        Version version = new Version("20261126T080000Z-00000001");
        new Attempts(buckets.registry(), Clock.systemUTC()).begin(CHURN, version, "start", "");

        assertThat(dashboard.respond(Requests.post("/churn/cancel", "")).status())
                .isEqualTo(403);
        assertThat(buckets.registry().cancellations(Clock.systemUTC()).find(CHURN, version))
                .isEmpty();

        assertThat(dashboard
                        .respond(Requests.post("/churn/cancel", "token=" + token()))
                        .status())
                .isEqualTo(303);
        assertThat(buckets.registry().cancellations(Clock.systemUTC()).find(CHURN, version))
                .isPresent();
        PageResponse none = dashboard.respond(Requests.post("/sales/cancel", "token=" + token()));
        assertThat(none.status()).isEqualTo(409);
        assertThat(text(none)).contains("No run of sales is under way.");
    }

    @Test
    void theListOfModelsSaysHowLongTheLastRunTook() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(text(dashboard.respond(Requests.get("/")))).containsPattern(", took [^<]+</small>");
    }

    @Test
    void theListOfModelsSaysWhichRunsAreUnderWay() throws IOException {
        buckets.train("coming", TrainedBuckets.classes(400));

        assertThat(text(dashboard.respond(Requests.get("/")))).contains("a run is under way: training on 9 rows");
    }

    @Test
    void hidingNeedsTheToken() throws IOException {
        buckets.train("churn", TrainedBuckets.classes(400));

        assertThat(dashboard.respond(Requests.post("/churn/hide", "")).status()).isEqualTo(403);
        assertThat(buckets.registry().hiddenModels().read()).isEmpty();
    }

    @Test
    void aDeletionNeedsTheTokenAndTheName() throws IOException {
        Version version = buckets.train("churn", TrainedBuckets.classes(400));

        PageResponse withoutToken = dashboard.respond(Requests.post("/churn/delete", "name=churn"));
        PageResponse otherName = dashboard.respond(Requests.post("/churn/delete", "token=" + token() + "&name=Churn"));

        assertThat(withoutToken.status()).isEqualTo(403);
        assertThat(otherName.status()).isEqualTo(400);
        assertThat(text(otherName)).contains("The form has the name &#39;Churn&#39;, and the model is churn.");
        assertThat(dashboard.respond(Requests.get("/churn/delete")).status()).isEqualTo(405);
        assertThat(Latest.read(buckets.registry(), CHURN).version()).contains(version);
    }

    @Test
    void theStateHasTheCurrentRunsAndChangesWithANewRun() throws IOException {
        JsonObject before = state();
        buckets.train("churn", TrainedBuckets.classes(400));
        JsonObject after = state();

        assertThat(before.getAsJsonObject("underWay")
                        .getAsJsonObject("coming")
                        .get("stage")
                        .getAsString())
                .isEqualTo("checked");
        assertThat(after.get("token")).isNotEqualTo(before.get("token"));
        assertThat(after.get("verdict").getAsString()).isEqualTo("promoted");
        assertThat(state()).isEqualTo(after);
    }

    private JsonObject state() {
        return JsonParser.parseString(text(dashboard.respond(Requests.get("/_state?model=churn"))))
                .getAsJsonObject();
    }

    @Test
    void aModelHasAPageDuringItsFirstRun() {
        PageResponse response = dashboard.respond(Requests.get("/coming"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).contains("No run has ended yet");
    }
}
