package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import dev.dropfit.cli.Datasets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uses the dashboard of {@code up} with Chromium. Skipped where Chromium is not installed, unless {@code -Ddropfit.browser=required}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardBrowserTest {
    private static final List<String> PAGES = List.of(
            "",
            "churn",
            "churn?columns=all&features=all",
            "churn?version=v1&against=v2",
            "churn/try",
            "churn/settings",
            "hostile",
            "hostile/try",
            "broken",
            "nowhere");
    private static final String HOSTILE = "<script>window.hacked=1</script>";

    /** Verdicts that can only be seen after scrolling sideways, and texts that are cut off without a title. */
    static final String HIDDEN = """
        [...document.querySelectorAll('main .badge')].filter((badge) => badge.getBoundingClientRect().right > innerWidth)
          .concat([...document.querySelectorAll('main *')].filter((element) => element.scrollWidth > element.clientWidth + 1
            && element.clientWidth > 1 && !element.title && getComputedStyle(element).overflowX === 'hidden'))
          .map((element) => element.outerHTML.slice(0, 200))\
        """;

    private Path folder;

    private UpProcess up;
    private Browser browser;
    private Page page;
    private String url = "";

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException, InterruptedException {
        folder = temporary;
        assumeTrue(
                Browser.executable().isPresent() || Objects.equals(System.getProperty("dropfit.browser"), "required"),
                "there is no Chromium here");
        drop("churn", Datasets.classes(600, 1));
        up = UpProcess.start(folder.resolve("home"));
        url = up.await("see models at +(http://localhost:\\d+)").group(1) + "/";
        up.await("churn  promoted");
        drop("churn", Datasets.classes(900, 2));
        up.await("(?s)churn  promoted.*churn  (promoted|rejected)");
        drop("hostile", hostile());
        up.await("hostile  promoted");
        drop("broken", "a,b,target\n1,2,yes\n3," + HOSTILE + "\n");
        up.await("broken  invalid");
        browser = Browser.start();
    }

    private void drop(String model, String csv) throws IOException {
        Path data = Files.createDirectories(folder.resolve("home/data").resolve(model));
        Path written = Files.writeString(folder.resolve("written.csv"), csv);
        Files.move(written, data.resolve("dataset.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Names, levels and classes with markup, formulas, quotes and direction marks. */
    private static String hostile() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder(HOSTILE + ",\"=cmd|' /C calc'!A0\",\"\u202Etxt \"\"quoted\"\"\",class\n");
        for (int i = 0; i < 500; i++) {
            double x = random.nextGaussian();
            csv.append(x).append(',');
            csv.append(random.nextBoolean() ? "<b>bold</b>" : "a&amp;b").append(',');
            csv.append(random.nextGaussian()).append(',');
            csv.append(x + random.nextGaussian() > 0 ? "\"><img src=x onerror=window.hacked=1>" : "=1+1")
                    .append('\n');
        }
        return csv.toString().replace("\"><img", "><img");
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (up != null) {
            up.close();
        }
    }

    @BeforeEach
    void openTab() {
        page = browser.open();
    }

    /** In every test, the pages load nothing from other hosts, and the console has no errors. */
    @AfterEach
    void nothingWentWrong() {
        assertThat(page.requests())
                .allMatch(request ->
                        request.startsWith(url) || request.startsWith("data:") || request.equals("about:blank"));
        assertThat(page.problems()).isEmpty();
        assertThat(page.evaluate("window.hacked === undefined").getAsBoolean()).isTrue();
    }

    private void go(String path) {
        page.go(url + path);
    }

    @Test
    void theFirstDatasetOfAModelIsAskedAboutTrainedAndServed() {
        go("");
        page.drop("New Customers (2).csv", Datasets.classes(400, 7));
        page.await("!document.querySelector('.name-row').hidden");
        assertThat(page.evaluate("document.querySelector('#model-name').value").getAsString())
                .isEqualTo("new-customers-2");
        page.press("Enter");

        page.await("location.pathname === '/new-customers-2/first' && document.querySelector('#label') !== null");
        assertThat(page.evaluate("document.querySelector('#label').value").getAsString())
                .isEqualTo("target");
        page.evaluate("document.querySelector('[name=\"kind.0\"]').value = 'categorical'");
        page.click("button[value=check]");
        page.await("document.body.innerText.includes('your choice')");
        assertThat(page.evaluate("document.querySelector('[name=\"kind.0\"]').value")
                        .getAsString())
                .isEqualTo("categorical");
        page.evaluate("document.querySelector('[name=\"kind.0\"]').value = ''");
        page.click("button[value=train]");

        page.await("location.pathname === '/new-customers-2' && document.querySelector('.runs') !== null");
    }

    @Test
    void aDatasetDroppedOntoAModelIsTrainedJudgedAndServedWithoutAReload() throws IOException {
        drop("again", Datasets.classes(400, 7));
        page.go(url);
        page.await("[...document.querySelectorAll('.models a')].some(link => link.innerText === 'again')");
        go("again");
        page.evaluate("window.sameDocument = true");

        page.drop("more.csv", Datasets.classes(600, 7));

        page.await("document.querySelector('.outcome').innerText.startsWith('Promoted and served: v')");
        assertThat(page.evaluate("document.querySelectorAll('.stages .done').length")
                        .getAsInt())
                .isEqualTo(5);
        assertThat(page.evaluate("window.sameDocument").getAsBoolean()).isTrue();
    }

    @Test
    void aChosenFileBecomesTheNextVersionOfItsModel() throws IOException {
        drop("chosen", Datasets.classes(400, 1));
        Path file = Files.writeString(folder.resolve("next.csv"), Datasets.classes(600, 5));
        page.go(url);
        page.await("[...document.querySelectorAll('.models a')].some(link => link.innerText === 'chosen')");
        go("chosen");
        page.await("document.querySelector('.runs') !== null");
        String before = page.text(".runs tbody tr .version");

        page.choose("#file", file);

        page.await("/^(Promoted and served|rejected)/.test(document.querySelector('.outcome').innerText)");
        page.await("document.querySelector('.runs tbody tr .version').innerText !== " + Page.quoted(before));
        page.await("document.querySelector('.chart').dataset.drawn === '2'");
    }

    @Test
    void anInvalidDatasetIsReported() {
        go("broken");

        page.drop("worse.csv", "a,b,target\n1,2\n");

        page.await("document.querySelector('.outcome').innerText.startsWith('invalid: line 2: found 2 cells')");
        assertThat(page.has(".stages .failed")).isTrue();
    }

    @Test
    void anEmptyFileIsNotUploaded() {
        go("churn");

        page.drop("empty.csv", "");

        page.await("document.querySelector('.outcome').innerText === 'empty.csv is empty; a dataset has a header and"
                + " rows.'");
    }

    @Test
    void theChartIsDrawn() {
        go("churn");

        page.await("document.querySelector('.chart').dataset.drawn === '2'");

        int coloured = page.evaluate("""
            (() => {
              const canvas = document.querySelector('.chart canvas');
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let seen = 0;
              for (let i = 3; i < data.length; i += 4) seen += data[i] > 0;
              return seen;
            })()\
            """).getAsInt();
        assertThat(coloured).isGreaterThan(1000);
        assertThat(page.text(".readout"))
                .matches("v2, 20\\d{2}-\\d{2}-\\d{2} \\d{2}:\\d{2} UTC · .*ROC AUC 0\\.\\d{3}.*");
    }

    @Test
    void thePredictionFollowsTheForm() {
        go("churn/try");
        page.evaluate("document.querySelector('#f0').focus(), document.querySelector('#f0').select()");
        page.type("20");
        page.await("document.querySelector('.result .big').innerText.startsWith('no')");

        page.evaluate("document.querySelector('#f0').select()");
        page.type("80");

        page.await("document.querySelector('.result .big').innerText.startsWith('yes')");
        assertThat(page.text(".contributions tbody tr th")).startsWith("age = 80");
    }

    @Test
    void anEmptyFieldIsMissing() {
        go("churn/try");
        page.evaluate("document.querySelector('#f0').value = '', document.querySelector('form.try').requestSubmit()");

        page.await("document.querySelector('.contributions').innerText.includes('age = missing')");
    }

    @Test
    void aVersionIsRolledBackToWithAReason() throws IOException, InterruptedException {
        drop("regretted", Datasets.classes(400, 1));
        up.await("regretted  promoted");
        String first = up.await("(?s)regretted  promoted.*? +serving (\\S+)").group(1);
        drop("regretted", Datasets.classes(4000, 1));
        up.await("(?s)regretted  promoted.*regretted  promoted");
        go("regretted?version=" + first);
        page.tabTo("#why");

        page.type("the <new> model was \"worse\"");
        page.press("Enter");

        page.await("document.querySelector('#promotions') !== null && location.pathname === '/regretted' &&"
                + " !location.search");
        assertThat(page.text(".card .version")).isEqualTo(first);
        assertThat(page.evaluate("document.querySelector('[aria-labelledby=promotions] tbody tr').innerText")
                        .getAsString())
                .contains("rollback", "the <new> model was \"worse\"");
    }

    @Test
    void everythingIsReachableByKeyboard() {
        go("");
        page.tabTo("a[href='./churn']");
        page.press("Enter");
        page.await("location.pathname === '/churn' && document.querySelector('.chart')?.dataset.drawn");
        page.tabTo("#file");
        page.tabTo(".chart");
        String before = page.text(".readout");

        page.press("ArrowLeft");

        page.await("document.querySelector('.readout').innerText !== " + Page.quoted(before));
        page.tabTo("select[name=version]");
        page.tabTo("select[name=against]");
        page.tabTo(".choice button");
        page.tabTo(".runs a");
        go("churn");
        page.tabTo(".tabs a[href$='/try']");
        page.press("Enter");
        page.await("location.pathname === '/churn/try' && document.querySelector('#f0') !== null");
        page.tabTo("#f0");
        page.tabTo("#f1");
        page.tabTo("form.try button");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 760})
    void nothingIsWiderThanANarrowScreen(int width) {
        page.size(width, 800);
        for (String path : PAGES) {
            go(path);
            assertThat(page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
                            .getAsInt())
                    .as(path)
                    .isEqualTo(width);
            assertThat(page.evaluate(HIDDEN).getAsJsonArray()).as(path).isEmpty();
        }
        forgetThe404();
    }

    @Test
    void aPageIsDarkInDarkMode() {
        page.dark(true);
        go("churn");
        page.await("document.querySelector('.chart').dataset.drawn === '2'");

        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor")
                        .getAsString())
                .isEqualTo("rgb(19, 21, 25)");
        page.dark(false);
        page.await("getComputedStyle(document.body).backgroundColor === 'rgb(250, 250, 248)'");
    }

    @ParameterizedTest
    @CsvSource({"light, 1200", "dark, 1200", "light, 390", "dark, 390"})
    void axeFindsNothingSerious(String scheme, int width) throws IOException {
        page.dark(scheme.equals("dark"));
        page.size(width, 900);
        for (String path : PAGES) {
            go(path);
            assertThat(violations(page).getAsJsonArray()).as(path).isEmpty();
        }
        forgetThe404();
    }

    /** What axe finds that is serious or critical. */
    static JsonElement violations(Page page) throws IOException {
        page.evaluate(axe());
        return page.evaluate("""
            axe.run({ resultTypes: ['violations'] }).then((found) => found.violations
              .filter((violation) => ['serious', 'critical'].includes(violation.impact))
              .map((violation) => violation.id + ': ' + violation.nodes.slice(0, 3).map((node) => node.html + ' '
                + node.failureSummary).join(' | ')))\
            """);
    }

    private static String axe() throws IOException {
        try (InputStream script = DashboardBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A page that is not found is an error in the console, as it should be. */
    private void forgetThe404() {
        page.problems().removeIf(problem -> problem.contains(url + "nowhere"));
    }

    @Test
    void hostileTextIsShownAsText() {
        go("hostile");
        String overview = page.text("main");
        go("hostile/try");
        String trial = page.text("main");

        assertThat(overview).contains(HOSTILE, "=cmd|' /C calc'!A0", "\uFFFDtxt \"quoted\"", "<b>bold</b>", "a&amp;b");
        assertThat(trial).contains(HOSTILE, "=cmd|' /C calc'!A0", "onerror=window.hacked=1>");
        assertThat(page.evaluate("document.querySelectorAll('main img, main script, main b').length")
                        .getAsInt())
                .isZero();
    }

    @Test
    void thePagesWorkWithoutScripts() {
        page.scripts(false);
        go("churn");

        assertThat(page.text(".runs")).contains("promoted");
        assertThat(page.text("main")).contains("The chart needs JavaScript");
        go("churn/try?f0=80&f1=0");
        assertThat(page.text(".result .big")).startsWith("yes");
        go("");
        assertThat(page.has("form.plain input[type=file]")).isTrue();
        page.scripts(true);
    }

    @Test
    void aPageOfAnotherSiteChangesNothing() throws IOException, InterruptedException {
        // For a browser, another name of the same machine is another site.
        String elsewhere = url.replace("localhost", "127.0.0.1");
        page.go(elsewhere);

        String response = page.evaluate("fetch(" + Page.quoted(url + "churn/rollback")
                        + ", { method: 'POST', mode: 'no-cors', body: 'why=x' }).then(() => 'sent', (e) => String(e))")
                .getAsString();

        // The page's own policy prevents it. For a page without a policy, the guard does.
        assertThat(response).contains("Failed to fetch");
        assertThat(URI.create(url).getHost()).isEqualTo("localhost");
        page.requests().removeIf(request -> request.startsWith(elsewhere));
        page.problems().removeIf(problem -> problem.contains("Content Security Policy"));
    }
}
