package dev.dropfit.predictor.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonLimits;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of JSON, through {@link JsonRows}: the order of fields, warnings, problems and their limits. */
final class RowBuilderTest {
    private static final Pipeline PIPELINE = new Pipeline(
            "sick",
            "output",
            "none",
            new Target.Quantity(),
            List.of(
                    new Feature.Numeric("age", 50, 50, 10),
                    new Feature.Categorical("sex", List.of("1", "2"), false, false),
                    new Feature.Categorical("smoker", List.of("FALSE", "True"), false, false)),
            List.of("id"));

    private static final RowFormat FORMAT = new RowFormat(PIPELINE);

    private final Tally tally = new Tally();

    private List<Row> rows(String json) throws Exception {
        return decoded(json).rows();
    }

    private DecodedRows decoded(String json) throws Exception {
        return decoded(json, FORMAT);
    }

    private DecodedRows decoded(String json, RowFormat format) throws Exception {
        JsonRows rows = new JsonRows(format, 1000, tally, RequestMemory.unlimited(), false);
        JsonInput in = new JsonInput(json.getBytes(StandardCharsets.UTF_8), new JsonLimits(10, 10_000));
        rows.readRows(in, "the rows");
        return rows.finish(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"age\":1,\"sex\":2,\"smoker\":true}",
                "{\"smoker\":true,\"sex\":2,\"age\":1}",
                "{\"sex\":2,\"age\":1,\"smoker\":\"True\"}",
                "{\"age\":1,\"id\":7,\"sex\":\"2.0\",\"sick\":null,\"smoker\":true}",
                "[1,2,true]"
            })
    void fieldsMayHaveAnyOrder(String row) throws Exception {
        List<Row> rows = rows("[" + row + "," + row + "]");

        for (Row each : rows) {
            assertThat(each.values()).containsExactly(1, 1, 1);
            assertThat(each.warnings()).isEmpty();
        }
        assertThat(tally.rows()).isEqualTo(2);
        assertThat(tally.warnings()).isEmpty();
    }

    @Test
    void aBooleanIsTheLevelOfItsNameInUpperOrLowerCase() throws Exception {
        assertThat(rows("[[1,2,false]]").get(0).values()).containsExactly(1, 1, 0);
    }

    @Test
    void theWarningNamesNoMedianIfTheModelHasLearnedFromMissingNumbers() throws Exception {
        Tree directed = new Tree(
                new int[] {0, -1, -1},
                new float[3],
                new int[] {1, -1, -1},
                new int[] {2, -1, -1},
                new float[3],
                new double[] {2, 1, 1},
                new float[3],
                new boolean[3]);
        TreeScorer trees = new TreeScorer(PIPELINE.features(), false, List.of(List.of(directed)));
        RowFormat format = new RowFormat(new Model(PIPELINE, trees, new JsonObject()));

        assertThat(decoded("[[null,2,true]]", format).rows().get(0).warnings())
                .containsExactly("'age' is missing: the model uses what it has learned about missing values");
    }

    @Test
    void eachRowHasItsOwnWarnings() throws Exception {
        List<Row> rows = rows("[[null,2,true],[1,9,true],[1,2,true],{\"age\":1,\"sex\":2,\"smoker\":true,\"x\":{}}]");

        assertThat(rows.stream().map(Row::warnings))
                .containsExactly(
                        List.of("'age' is missing: the median 50 is used"),
                        List.of("'sex' is '9', which training has not seen: it counts as none of its categories"),
                        List.of(),
                        List.of("field 'x' is not a column of the model: ignored"));
        assertThat(tally.warnings())
                .isEqualTo(Map.of(
                        Tally.Warning.MISSING_VALUE, 1,
                        Tally.Warning.UNSEEN_CATEGORY, 1,
                        Tally.Warning.UNKNOWN_FIELD, 1));
    }

    /** Training saw 20 to 80, so a number up to 60 further away is expected. */
    private static RowFormat format(String ends) {
        JsonObject metrics =
                JsonParser.parseString("{\"ranges\": {\"age\": " + ends + "}}").getAsJsonObject();
        return new RowFormat(
                new Model(PIPELINE, new LinearScorer(PIPELINE.features(), false, new double[1][6]), metrics));
    }

    @ParameterizedTest
    @CsvSource({
        "'[20, 80]', -40, 140",
        "'[0, 199.9]', -200, 400",
        "'[20.4, 81]', -41, 150",
        "'[0, 1]', -1, 2",
        "'[0.0104, 0.0123]', 0.0084, 0.015",
        "'[-1234567, -1234]', -2500000, 1300000",
        "'[7, 7]', -50, 150",
        "'[\"a\", \"b\", 3]', -50, 150"
    })
    void aNumberFarFromThoseOfTrainingHasAWarning(String ends, double lowest, double highest) throws Exception {
        RowFormat format = format(ends);
        String expected = ", far from all numbers of training (expected: from " + Values.category(lowest) + " to "
                + Values.category(highest) + ")";

        assertThat(decoded("[[" + lowest + ",1,true],[" + highest + ",1,true],[null,1,true]]", format)
                        .rows()
                        .subList(0, 2))
                .allSatisfy(row -> assertThat(row.warnings()).isEmpty());
        assertThat(decoded("[[" + Math.nextDown(lowest) + ",1,true]]", format)
                        .rows()
                        .get(0)
                        .warnings())
                .containsExactly("'age' is " + Values.category(Math.nextDown(lowest)) + expected);
        assertThat(decoded("[[" + Math.nextUp(highest) + ",1,true]]", format)
                        .rows()
                        .get(0)
                        .warnings())
                .containsExactly("'age' is " + Values.category(Math.nextUp(highest)) + expected);
        assertThat(tally.warnings()).containsEntry(Tally.Warning.IMPLAUSIBLE_NUMBER, 2);
    }

    @Test
    void manyNumbersFarFromThoseOfTrainingAreCounted() throws Exception {
        assertThat(decoded("[" + "[700,1,true],".repeat(14) + "[1,1,true]]", format("[20, 80]"))
                        .moreWarnings())
                .containsExactly(
                        "and 4 more rows: 'age' is far from all numbers of training (expected: from -40 to 140)");
    }

    @Test
    void aStrictRowListsANumberFarFromThoseOfTrainingNextToItsOtherProblems() {
        assertThatThrownBy(() -> decoded(
                        "[[700,9,true],[\"x\",1,true]]", format("[20, 80]").strict()))
                .isInstanceOfSatisfying(
                        InvalidRowsException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.row() + " " + problem.field() + " " + problem.accepted())
                                .containsExactly(
                                        "0 sex a category that training has seen: 1, 2",
                                        "0 age a number like those of training, from -40 to 140",
                                        "1 age a number"));
    }

    @Test
    void aRowHasAtMostAHundredWarnings() throws Exception {
        StringBuilder row = new StringBuilder("[{\"age\":1,\"sex\":2,\"smoker\":true");
        for (int i = 0; i < 150; i++) {
            row.append(",\"x").append(i).append("\":1");
        }

        assertThat(rows(row.append("}]").toString()).get(0).warnings()).hasSize(100);
        assertThat(tally.warnings()).containsEntry(Tally.Warning.UNKNOWN_FIELD, 150);
    }

    @Test
    void tenRowsOfEachColumnAndKindHaveATextAndTheOthersAreCounted() throws Exception {
        DecodedRows decoded =
                decoded("[" + "{\"age\":null,\"sex\":7,\"smoker\":true,\"x\":1},".repeat(999) + "[1,9,true]]");

        assertThat(decoded.rows().get(9).warnings()).hasSize(3);
        assertThat(decoded.rows().subList(10, 1000))
                .allSatisfy(row -> assertThat(row.warnings()).isEmpty());
        assertThat(decoded.moreWarnings())
                .containsExactly(
                        "and 989 more rows: 'age' is missing: the median 50 is used",
                        "and 990 more rows: 'sex' is a category that training has not seen: it counts as none of its"
                                + " categories",
                        "and 989 more rows: field 'x' is not a column of the model: ignored");
        assertThat(tally.warnings())
                .isEqualTo(Map.of(
                        Tally.Warning.MISSING_VALUE, 999,
                        Tally.Warning.UNSEEN_CATEGORY, 1000,
                        Tally.Warning.UNKNOWN_FIELD, 999));
    }

    @Test
    void warningsThatHaveATextAreNotCountedAgain() throws Exception {
        assertThat(decoded("[" + "[null,9,true],".repeat(9) + "[null,9,true]]").moreWarnings())
                .isEmpty();
    }

    @Test
    void unknownFieldsAreCountedByNameUpToALimit() throws Exception {
        StringBuilder rows = new StringBuilder("[[1,2,true]");
        for (int i = 0; i < 300; i++) {
            rows.append(",{\"age\":1,\"sex\":2,\"smoker\":true,\"x").append(i).append("\":1}");
        }

        assertThat(decoded(rows.append(']').toString()).moreWarnings())
                .containsExactly("and 200 more values of fields that are not columns of the model: ignored");
    }

    @Test
    void aSingleRowWithManyWarningsSaysHowManyMoreThereAre() throws Exception {
        StringBuilder row = new StringBuilder("[{\"age\":1,\"sex\":2,\"smoker\":true");
        for (int i = 0; i < 150; i++) {
            row.append(",\"x").append(i).append("\":1");
        }

        assertThat(decoded(row.append("}]").toString()).moreWarnings()).containsExactly("and 50 more warnings");
    }

    @Test
    void longValuesAreTruncatedInMessages() throws Exception {
        String truncated = "x".repeat(60) + "…";

        assertThat(rows("[[1,\"" + "x".repeat(100) + "\",true]]").get(0).warnings())
                .singleElement()
                .asString()
                .startsWith("'sex' is '" + truncated + "', which");
        assertThatThrownBy(() -> rows("[[\"" + "x".repeat(100) + "\",1,true]]"))
                .isInstanceOfSatisfying(
                        InvalidRowsException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        new FieldProblem(0, "age", "the string \"" + truncated + "\"", "a number")));
    }

    @Test
    void allProblemsAreCountedAndAHundredAreListed() {
        assertThatThrownBy(() -> rows("[" + "{},".repeat(49) + "{}]"))
                .isInstanceOfSatisfying(
                        InvalidRowsException.class,
                        e -> assertThat(e.problems())
                                .hasSize(100)
                                .contains(new FieldProblem(33, "age", "nothing", "a number, or null if it is unknown")))
                .hasMessage("150 fields can't be used; the first 100 are listed");
        assertThatThrownBy(() -> rows("[{\"age\":1,\"sex\":1,\"sex\":2,\"smoker\":true}]"))
                .hasMessage("1 field can't be used");
    }

    @Test
    void aRowOfAnotherTypeOrLengthIsAProblemOfTheRow() {
        assertThatThrownBy(() -> rows("[1,[1],[1,2,true,4]]"))
                .isInstanceOfSatisfying(
                        InvalidRowsException.class,
                        e -> assertThat(e.problems())
                                .extracting(FieldProblem::toString)
                                .containsExactly(
                                        "row 0: found a number; accepted is an object of fields, or an array of 3 values in the order age, sex, smoker",
                                        "row 1: found an array of 1 value; accepted is an array of 3 values in the order age, sex, smoker",
                                        "row 2: found an array of 4 values; accepted is an array of 3 values in the order age, sex, smoker"));
    }

    @Test
    void theNumberOfRowsHasALimit() throws Exception {
        assertThat(rows("[" + "[1,2,true],".repeat(999) + "[1,2,true]]")).hasSize(1000);
        assertThatThrownBy(() -> rows("[" + "[1,2,true],".repeat(1000) + "[1,2,true]]"))
                .isInstanceOf(TooManyRowsException.class)
                .hasMessage("The request has more than 1000 rows, the limit (DROPFIT_MAX_ROWS); send several requests");
    }
}
