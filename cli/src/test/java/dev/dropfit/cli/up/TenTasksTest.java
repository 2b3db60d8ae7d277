package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten things that people want to know or do, each from the page of all models, with at most three clicks. A test knows what a person sees: names of
 * links, buttons and fields, and texts; it uses no ids, no classes and no addresses. To open a list and to choose from it is one click; to type is
 * none. Skipped where Chromium is not installed, unless {@code -Ddropfit.browser=required}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenTasksTest {
    private static final ModelName CHURN = new ModelName("churn");
    private static final ModelName LETTERS = new ModelName("letters");
    /** A model with an earlier version, to which one test rolls back. */
    private static final ModelName REGRETTED = new ModelName("regretted");

    private static final int MAX_CLICKS = 3;
    private static final Instant FIRST = Instant.parse("2026-11-02T08:00:00Z");

    private Home home;
    private Browser browser;
    private Page page;
    private String url = "";
    private int clicks;

    /** Nine promoted versions of a model, a rejected tenth run, and other models, one of which takes the longest to train. */
    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(
                Browser.executable().isPresent() || Objects.equals(System.getProperty("dropfit.browser"), "required"),
                "there is no Chromium here");
        home = Home.open(folder);
        for (int day = 0; day < 9; day++) {
            drop(CHURN, customers(400 + 40 * day, day == 8 ? 20 : 0, false), day);
        }
        drop(CHURN, customers(760, 0, true), 9);
        drop(LETTERS, letters(), 10);
        drop(REGRETTED, customers(400, 0, false), 11);
        drop(REGRETTED, customers(440, 0, false), 12);
        for (int i = 0; i < 5; i++) {
            drop(new ModelName("small-" + i), customers(400, 0, false), 13);
        }
        Bucket data = data(Clock.systemUTC());
        Registry registry = new Registry(models(Clock.systemUTC()));
        HomeOperations operations = new HomeOperations(
                home,
                data,
                new HomeComparisons(data, registry),
                RunsUnderWay.followed(Clock.systemUTC()),
                List::of,
                Optional.empty());
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Clock now = Clock.fixed(FIRST.plus(Duration.ofDays(14)), ZoneOffset.UTC);
        DashboardServer.start(
                InetAddress.getLoopbackAddress(),
                port,
                new Dashboard(registry, Optional.of(operations), "http://localhost:8080", now));
        url = "http://localhost:" + port + "/";
        browser = Browser.start();
    }

    private Bucket data(Clock clock) throws IOException {
        return new DirectoryBucket(home.data(), clock);
    }

    private Bucket models(Clock clock) throws IOException {
        return new DirectoryBucket(home.models(), clock);
    }

    private void drop(ModelName model, String csv, int day) throws IOException {
        Clock clock = Clock.fixed(FIRST.plus(Duration.ofDays(day)), ZoneOffset.UTC);
        try (Bucket data = data(clock);
                Bucket models = models(clock)) {
            String settings = "{\"learner\": \"logistic-regression\"}";
            if (data.find(model.settings()).isEmpty()) {
                data.write(model.settings(), settings.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
            }
            long before = data.find(model.dataset()).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            data.write(model.dataset(), csv.getBytes(StandardCharsets.UTF_8), before);
            new TrainingRun(data, new Registry(models), "r1", clock, Retries.within(Duration.ZERO))
                    .run(model, OptionalLong.empty());
        }
    }

    /** @param shift of the ages, which is a change of the data */
    private static String customers(int rows, int shift, boolean wrongLabels) {
        Random random = new Random(5);
        StringBuilder csv = new StringBuilder("age,plan,town,churned\n");
        for (int i = 0; i < rows; i++) {
            double age = 20 + 60 * random.nextDouble();
            String town = List.of("oslo", "rome", "lima", "lima").get(random.nextInt(4));
            double noise = town.equals("lima") ? 40 : 8;
            boolean yes = age + noise * random.nextGaussian() > 50;
            boolean label = wrongLabels ? random.nextBoolean() : yes;
            csv.append(String.format(Locale.ROOT, "%.1f", age + shift))
                    .append(random.nextBoolean() ? ",team," : ",free,")
                    .append(town)
                    .append(label ? ",yes\n" : ",no\n");
        }
        return csv.toString();
    }

    private static String letters() {
        Random random = new Random(6);
        StringBuilder csv = new StringBuilder("x,y,letter\n");
        for (int i = 0; i < 4000; i++) {
            int letter = random.nextInt(8);
            csv.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%c\n",
                    letter % 3 + random.nextGaussian(),
                    letter / 3.0 + random.nextGaussian(),
                    'a' + letter));
        }
        return csv.toString();
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (home != null) {
            home.close();
        }
    }

    @BeforeEach
    void startFromTheFirstPage() {
        page = browser.open();
        page.go(url);
        clicks = 0;
    }

    @AfterEach
    void atMostThreeClicks() {
        assertThat(clicks).isLessThanOrEqualTo(MAX_CLICKS);
        assertThat(page.problems()).isEmpty();
    }

    @Test
    void whichColumnIsPredicted() {
        follow("churn");

        sees("predicts churned");
    }

    @Test
    void whyTheLastRunWasRejected() {
        follow("churn");

        sees("Last run ○ rejected v10, 5 days ago: the data changed");
    }

    @Test
    void whatChangedInTheData() {
        follow("churn");
        follow("What changed in its data");

        sees("changes since version v9");
        sees("Columns that changed much");
    }

    @Test
    void whichThresholdGivesARecallOfNineTenthsAndWhatItCosts() {
        follow("churn");
        follow("Threshold");
        type("Cost of a false positive", "2");
        type("Recall of at least", "0.9");
        press("Find the threshold");

        sees("recall 0.9");
        sees("cost of the errors");
    }

    @Test
    void theWorstSlice() {
        follow("churn");
        follow("Worst slices");

        sees("town is lima");
    }

    @Test
    void howToCallItFromPython() {
        follow("churn");
        follow("Use it");

        sees("import requests");
        sees("http://localhost:8080/churn");
    }

    @Test
    void theModelCard() {
        follow("churn");
        String file = download("Download the model card");

        assertThat(file).contains("<title>Model card of churn, ", "How good it is");
    }

    @Test
    void twoVersionsComparedFairly() {
        follow("churn");
        choose("compared with", "v3");
        press("Show");

        sees("Neither was trained on them");
        sees("the difference may be chance");
    }

    @Test
    void theSlowModel() {
        choose("Sort by", "slowest run");
        press("Show");

        // Which one is the slowest depends on the machine: each row shows its time, and the longest comes first.
        assertThat(page.evaluate("""
            (() => {
              const seconds = [...document.querySelectorAll('main tbody tr')]
                .map((row) => Number(row.innerText.match(/took (?:< )?([0-9.]+) s/)?.[1]));
              return seconds.length === 8 && seconds.every((one, i) => one > 0 && (i === 0 || one <= seconds[i - 1]));
            })()\
            """).getAsBoolean()).isTrue();
    }

    @Test
    void theRollback() {
        follow("regretted");
        follow("Roll back to this version…");
        type("Reason, for the deployment history", "v2 was trained on other towns");
        press("Roll back");

        sees("Served v1");
    }

    /** Clicks a link with this text, the first one that is seen. */
    private void follow(String text) {
        click("a[href]", text);
    }

    /** Clicks a link that saves a file, and returns the content of the file. */
    private String download(String text) {
        clicks++;
        return page.evaluate("""
            (async () => {
              const link = [...document.querySelectorAll('a[download]')].find((one) => one.innerText.trim() === %s);
              return (await fetch(link.href)).text();
            })()\
            """.formatted(Page.quoted(text))).getAsString();
    }

    private void press(String text) {
        click("button", text);
    }

    private void click(String kind, String text) {
        clicks++;
        // A link that leaves the page has left it when the next page is complete.
        JsonObject found = page.evaluate("""
            (() => {
              const shown = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible';
              const one = [...document.querySelectorAll(%s)].find((link) => shown(link) && link.innerText.trim() === %s);
              if (!one) { return { names: [...document.querySelectorAll(%s)].filter(shown).map((link) => link.innerText) }; }
              const leaves = one.tagName === 'A' ? new URL(one.href).pathname + new URL(one.href).search !== location.pathname + location.search
                : Boolean(one.form) && one.type === 'submit';
              window.left = false;
              one.click();
              return { leaves };
            })()\
            """.formatted(Page.quoted(kind), Page.quoted(text), Page.quoted(kind)))
                .getAsJsonObject();
        assertThat(found.has("leaves"))
                .as("%s '%s' among %s", kind, text, found.get("names"))
                .isTrue();
        if (found.get("leaves").getAsBoolean()) {
            page.await("window.left === undefined && document.readyState === 'complete'");
        }
    }

    /** Chooses the first option of a list that starts with a text. */
    private void choose(String label, String option) {
        clicks++;
        String found = page.evaluate("""
            (() => {
              const list = [...document.querySelectorAll('label')].find((one) => one.innerText.startsWith(%s))?.control;
              const option = [...(list?.options ?? [])].find((one) => one.text.replace(/^\\W+ /, '').startsWith(%s));
              if (!option) { return document.body.innerText; }
              list.value = option.value;
              list.dispatchEvent(new Event('change', { bubbles: true }));
              return '';
            })()\
            """.formatted(Page.quoted(label), Page.quoted(option)))
                .getAsString();
        assertThat(found).as("%s: %s", label, option).isEmpty();
    }

    private void type(String label, String text) {
        String found = page.evaluate("""
            (() => {
              const field = [...document.querySelectorAll('label')].find((one) => one.innerText.startsWith(%s))?.control;
              if (!field) { return document.body.innerText; }
              field.focus();
              field.value = %s;
              field.dispatchEvent(new Event('input', { bubbles: true }));
              return '';
            })()\
            """.formatted(Page.quoted(label), Page.quoted(text)))
                .getAsString();
        assertThat(found).as(label).isEmpty();
    }

    /** The text is on the page, where a person who scrolls sees it. */
    private void sees(String text) {
        String shown = page.evaluate("document.querySelector('main').innerText.replace(/\\s+/g, ' ')")
                .getAsString();
        assertThat(shown).contains(text);
    }
}
