package dev.dropfit.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.RowFiller.FieldOutcome;
import dev.dropfit.core.model.score.LinearScorer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A column of texts in the rows of a model, and in their explanations. */
class TextsInRowsTest {
    private static final int MESSAGE = 1;
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 50, 50, 10),
            new Feature.Numeric("message", Optional.empty(), Optional.of(TextPart.LENGTH), 3, 3, 1),
            new Feature.Numeric("message", new TextPart("free", 2), 0.5),
            new Feature.Numeric("message", new TextPart("meeting", 1), 0.5));
    private static final Pipeline PIPELINE =
            new Pipeline("label", "output", "none", new Target.Quantity(), FEATURES, List.of());

    private final RowFormat format = new RowFormat(PIPELINE);
    private final RowFiller filler = new RowFiller(format);

    @Test
    void aTextBecomesItsLengthAndTheWeightsOfItsTerms() {
        assertThat(filler.text(MESSAGE, "  Free stuff ")).isEqualTo(FieldOutcome.FILLED);

        assertThat(filler.values()).containsExactly(0, Math.log(11), 1, 0);
        assertThat(format.isText(MESSAGE)).isTrue();
        assertThat(format.accepted(MESSAGE)).isEqualTo("a string, a number or a boolean");
    }

    @Test
    void aMissingTextHasNoTerms() {
        filler.text(MESSAGE, "free");

        assertThat(filler.text(MESSAGE, " ")).isEqualTo(FieldOutcome.MISSING);
        assertThat(filler.values()).containsExactly(0, Double.NaN, 0, 0);
    }

    @Test
    void aNewTextIsNeverUnseen() {
        assertThat(filler.text(MESSAGE, "quite different")).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.jsonNumber(MESSAGE, "7.0".toCharArray(), 0, 3)).isEqualTo(FieldOutcome.FILLED);
        assertThat(filler.values()).containsExactly(0, Math.log(2), 0, 0);
        assertThat(filler.flag(MESSAGE, true)).isEqualTo(FieldOutcome.FILLED);
    }

    @Test
    void theNamesOfTermsAreThoseOfTheirColumnAndDiffer() {
        assertThat(Feature.encodedNames(FEATURES))
                .containsExactly("age", "message=<length>", "message=free", "message=meeting");
    }

    @Test
    void anExplanationNamesTheWordsAndAddsUp() throws Exception {
        Scorer scorer = new LinearScorer(FEATURES, false, new double[][] {{1, -0.5, 3, -2, 7}});
        Model model = new Model(PIPELINE, scorer, new JsonObject());
        filler.text(0, "60");
        filler.text(MESSAGE, "A free meeting");
        double[] scores = new double[1];
        scorer.score(filler.values(), scores);

        Explanation explanation = Explanation.of(model, PIPELINE.inputs(), filler.values(), 0);

        assertThat(explanation.lines())
                .extracting(Explanation.Line::words)
                .containsExactly("free", "meeting", "", "(a length of 14 characters)");
        double sum = explanation.lines().stream()
                .mapToDouble(Explanation.Line::contribution)
                .sum();
        assertThat(explanation.base() + sum).isCloseTo(scores[0], within(1e-12));
        assertThat(explanation.base()
                        + Arrays.stream(explanation.contributions()).sum())
                .isCloseTo(scores[0], within(1e-12));
    }
}
