package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.DirectoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.Dashboard;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages of models of unusual shapes in Chromium, on a phone, a tablet and a laptop, in both looks: many classes, many versions, long names, numbers.
 * Skipped where Chromium is not installed, unless {@code -Ddropfit.browser=required}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardShapesTest {
    /** 63 characters, the maximum. */
    private static final String LONG = "a-model-with-a-name-that-is-as-long-as-a-name-may-be-in-dropfit";

    private static final List<String> MODELS = List.of("one", "many", "ten", "fifty", "price", LONG);
    private static final int VERSIONS = 60;

    private Browser browser;
    private Page page;
    private String url = "";
    private Bucket data;
    private Bucket models;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        assumeTrue(
                Browser.executable().isPresent() || Objects.equals(System.getProperty("dropfit.browser"), "required"),
                "there is no Chromium here");
        data = new DirectoryBucket(folder.resolve("data"), Clock.systemUTC());
        models = new DirectoryBucket(folder.resolve("models"), Clock.systemUTC());
        train("one", "age,town,y", 300, row -> (row % 2 == 0 ? "yes" : "no"));
        train("many", "age,town,y", 300, row -> (row % 2 == 0 ? "yes" : "no"));
        train("ten", "age,town,class", 600, row -> "class number " + row % 10);
        train("fifty", "age,town,class", 1500, row -> "c" + row % 50);
        train("price", "age,town,price", 400, row -> Integer.toString(1000 + 37 * row % 999));
        String wide = "a_column_whose_name_is_much_longer_than_what_fits_next_to_its_figures_on_a_phone";
        train(
                LONG,
                wide + ",town,the_label_has_a_long_name_too_which_no_break_helps",
                300,
                row -> row % 2 == 0 ? "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte" : "no");
        copyRuns(new ModelName("many"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DashboardServer.start(
                InetAddress.getLoopbackAddress(),
                port,
                new Dashboard(new Registry(models), Optional.empty(), "http://localhost:8080", Clock.systemUTC()));
        url = "http://localhost:" + port + "/";
        browser = Browser.start();
        page = browser.open();
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private void train(String name, String header, int rows, IntFunction<String> label) throws IOException {
        ModelName model = new ModelName(name);
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int row = 0; row < rows; row++) {
            csv.append(String.format(Locale.ROOT, "%.3f", row % 7 + random.nextGaussian()))
                    .append(random.nextBoolean() ? ",oslo," : ",a town with a rather long name,")
                    .append(label.apply(row))
                    .append('\n');
        }
        String learner = name.equals("price") ? "linear-regression" : "logistic-regression";
        data.write(
                model.settings(), bytes("{\"learner\": \"" + learner + "\", \"keep_examples\": true}"), Bucket.ABSENT);
        data.write(model.dataset(), bytes(csv.toString()), Bucket.ABSENT);
        new TrainingRun(data, new Registry(models), "r1", Clock.systemUTC(), Retries.within(Duration.ZERO))
                .run(model, OptionalLong.empty());
    }

    /** The runs of sixty days, with the same figures. */
    private void copyRuns(ModelName model) throws IOException {
        String name = models.names(model + "/metrics/").get(0);
        String record;
        try (StoredObject stored = models.read(name).orElseThrow();
                InputStream content = stored.content()) {
            record = new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
        String version = name.substring(name.lastIndexOf('/') + 1, name.length() - ".json".length());
        for (int i = 1; i < VERSIONS; i++) {
            String copy = String.format(Locale.ROOT, "2026%02d%02dT120000Z-%08x", 8 + i / 28, 1 + i % 28, i);
            models.write(model + "/metrics/" + copy + ".json", bytes(record.replace(version, copy)), Bucket.ABSENT);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {375, 768, 1280})
    void nothingOverflowsOrIsCutOff(int width) {
        page.size(width, 800);
        for (String model : MODELS) {
            for (String path : List.of(model, model + "/try", model + "/use", model + "/card")) {
                page.go(url + path);
                assertThat(page.evaluate("Math.max(innerWidth, document.documentElement.scrollWidth)")
                                .getAsInt())
                        .as(path)
                        .isEqualTo(width);
                assertThat(page.evaluate(DashboardBrowserTest.HIDDEN).getAsJsonArray())
                        .as(path)
                        .isEmpty();
            }
        }
        page.go(url);
        assertThat(page.evaluate(DashboardBrowserTest.HIDDEN).getAsJsonArray()).isEmpty();
    }

    /** Contrast of WCAG AA, names of everything that can be operated, and the order of headings. */
    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 375"})
    void axeFindsNothingSerious(String scheme, int width) throws IOException {
        page.dark(scheme.equals("dark"));
        page.size(width, 900);
        for (String path : List.of("", "many", "ten", "price", LONG, "price/card")) {
            page.go(url + path);
            JsonElement violations = DashboardBrowserTest.violations(page);
            assertThat(violations.getAsJsonArray()).as(path).isEmpty();
        }
        page.dark(false);
    }

    @Test
    void theKeyboardGoesThroughAPageInTheOrderOfItsContent() {
        page.size(1280, 900);
        page.go(url + "price");
        // Below each other, or in one line from left to right; what is fixed at the top comes first.
        JsonElement jumps = page.evaluate("""
            (() => {
              const stops = [...document.querySelectorAll('main a[href], main button, main input:not([type=hidden]), main select, main [tabindex="0"], main summary')]
                .filter((one) => one.getClientRects().length && !one.closest('svg, [hidden]'))
                .map((one) => ({ one, top: one.getBoundingClientRect().bottom }));
              return stops.filter((stop, i) => i && stop.top < stops[i - 1].one.getBoundingClientRect().top - 40
                && !stop.one.closest('.cards, .figures') && !stops[i - 1].one.closest('.figures, .scroll'))
                .map((stop) => stop.one.outerHTML.slice(0, 120));
            })()\
            """);
        assertThat(jumps.getAsJsonArray()).isEmpty();
    }
}
