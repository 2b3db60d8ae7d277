package dev.dropfit.predictor.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.http.Headers;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsePageTest {
    private static final String CHROME =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static Response page(byte[] file, Map<String, String> headers) throws Exception {
        ServedModel served = new ServedModel(new ModelName("heart"), TrainedModels.read(file), 1, Optional.empty());
        Headers given = headers::get;
        return UsePage.of(served, given);
    }

    private static String text(Response response) {
        return new String(response.beginning().array(), StandardCharsets.UTF_8);
    }

    @Test
    void itHasTheAddressThatTheBrowserHasCalledAndARow() throws Exception {
        Response page =
                page(TrainedModels.classes("01"), Map.of("Host", "predict.example", "X-Forwarded-Proto", "https"));

        assertThat(page.type()).isEqualTo("text/html; charset=utf-8");
        assertThat(text(page))
                .contains("<pre>https://predict.example/heart</pre>")
                .contains("-d &#39;{&quot;age&quot;:52.5,&quot;sex&quot;:1,&quot;smoker&quot;:false}&#39;")
                .contains("<a href=\"/heart/openapi.json\">", "<h2>Google Sheets</h2>", "<h2>BigQuery</h2>");
    }

    @Test
    void aHostThatIsNoneIsNotShown() throws Exception {
        assertThat(text(page(TrainedModels.classes("01"), Map.of("Host", "x\"><script>alert(1)</script>"))))
                .contains("https://PREDICTOR/heart")
                .doesNotContain("script>");
    }

    @Test
    void namesOfColumnsAreEscapedAndNothingRuns() throws Exception {
        StringBuilder csv = new StringBuilder("<script>alert(1)</script>,y\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i % 50).append(',').append(i % 50 * 2).append('\n');
        }

        Response page = page(TrainedModels.of(csv.toString(), "{}"), Map.of());

        assertThat(text(page)).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(page.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                CHROME + " | true",
                "text/html | true",
                "*/* | false",
                "application/json | false",
                "application/json, text/html | false",
                "text/html;q=0.5, application/json | false",
                "application/json, text/plain, */* | false"
            },
            delimiter = '|')
    void aBrowserGetsAPageAndAProgramJson(String accept, boolean preferred) {
        assertThat(Page.isPreferred(accept)).isEqualTo(preferred);
    }
}
