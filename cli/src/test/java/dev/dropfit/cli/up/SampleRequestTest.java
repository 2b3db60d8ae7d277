package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRequestTest {
    private static final Model MODEL = new Model(
            new Pipeline(
                    "y",
                    "prediction",
                    "linear-regression",
                    new Target.Quantity(),
                    List.of(
                            new Feature.Numeric("size", 0, 0, 1),
                            new Feature.Categorical("town", List.of(), false, false)),
                    List.of("id")),
            new LinearScorer(List.of(), false, new double[][] {{0}}),
            new JsonObject());

    private static InputStream csv(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstRowWithoutMissingValuesIsTakenWithTheFeaturesOnly() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("id,town,size,y\n1,,2,3\n2,Ulm,NA,3\n3,\"L'Aq\"\"uila\",2.50,\n")))
                .hasValue("{\"size\":2.5,\"town\":\"L'Aq\\\"uila\"}");
    }

    @Test
    void numbersAreNumbersAndCodesWithZerosInFrontAreTexts() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("size,town,y\n+3.0,007,1\n")))
                .hasValue("{\"size\":3,\"town\":\"007\"}");
    }

    @Test
    void withoutSuchARowTheOneThatMissesLeastIsTaken() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("size,town,y\n,,1\n1,,1\n"))).hasValue("{\"size\":1,\"town\":null}");
    }

    @Test
    void ofTwoRowsThatMissAsMuchTheFirstIsTaken() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("size,town,y\n1,,1\n2,,1\n"))).hasValue("{\"size\":1,\"town\":null}");
    }

    @Test
    void theSearchEndsAfterAThousandRows() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("size,town,y\n" + "1,,1\n".repeat(999) + "2,Ulm,1\n")))
                .hasValue("{\"size\":2,\"town\":\"Ulm\"}");
        assertThat(SampleRequest.json(MODEL, csv("size,town,y\n" + "1,,1\n".repeat(1000) + "2,Ulm,1\n")))
                .hasValue("{\"size\":1,\"town\":null}");
    }

    @Test
    void aDatasetWithOtherColumnsGivesNone() throws IOException {
        assertThat(SampleRequest.json(MODEL, csv("a,b\n1,2\n"))).isEmpty();
    }

    @Test
    void quotesDoNotEndTheShellsWord() {
        assertThat(SampleRequest.quoted("L'Aquila $(reboot) `x`")).isEqualTo("'L'\\''Aquila $(reboot) `x`'");
    }
}
