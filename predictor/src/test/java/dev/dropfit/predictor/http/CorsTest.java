package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsTest {
    private static final Headers FROM_A_PAGE = name -> name.equals("Origin") ? "https://a.example" : null;

    @Test
    void aStarAllowsEveryOriginAndTheResponseDoesNotVary() {
        Response response = new Cors("*").readable(Response.json("{}"), FROM_A_PAGE);

        assertThat(response.headers())
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Vary");
    }

    @Test
    void aResponseToAnotherClientOnlyVaries() {
        assertThat(new Cors("https://a.example")
                        .readable(Response.json("{}"), Headers.NONE)
                        .headers())
                .containsOnlyKeys("Vary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "https://a.example/", "https://a.example,b", "null", "https:// a"})
    void whatIsNotAnOriginIsRefusedAtTheStart(String setting) {
        assertThatThrownBy(() -> new Cors(setting))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The environment variable DROPFIT_CORS_ORIGINS has '")
                .hasMessageEndingWith(
                        "'; accepted are origins such as https://example.com, with commas between them, or * for all");
    }
}
