package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContractTest {
    private static final Feature AGE = number("age");
    private static final Feature SEX = category("sex", "f", "m");
    private static final Target SICK = classes("0", "1");

    private final Pipeline champion = pipeline("sick", SICK, AGE, SEX);

    @Test
    void aModelOfTheSameColumnsAndClassesBreaksNoClient() {
        assertThat(breaches(champion, pipeline("sick", SICK, AGE, SEX))).isEmpty();
    }

    @Test
    void aNewColumnMayBeAbsentAndIsTheLastInARowWithoutNames() {
        Pipeline kept = Contract.keep(champion, pipeline("sick", SICK, number("chol"), SEX, AGE));

        assertThat(kept.positions()).containsExactly("age", "sex", "chol");
        assertThat(kept.optional()).containsExactly("chol");
        assertThat(breaches(champion, kept)).isEmpty();
    }

    @Test
    void aColumnThatMayBeAbsentStaysSo() {
        Pipeline second = Contract.keep(champion, pipeline("sick", SICK, AGE, SEX, number("chol")));

        Pipeline third = Contract.keep(second, pipeline("sick", SICK, AGE, SEX, number("chol")));

        assertThat(third.optional()).containsExactly("chol");
    }

    @Test
    void aColumnThatIsGoneKeepsItsPlaceInARowWithoutNames() {
        Pipeline kept = Contract.keep(champion, pipeline("sick", SICK, SEX));

        assertThat(kept.positions()).containsExactly("age", "sex");
        assertThat(breaches(champion, kept)).isEmpty();
        Pipeline again = Contract.keep(kept, pipeline("sick", SICK, AGE, SEX));
        assertThat(again.positions()).containsExactly("age", "sex");
        assertThat(again.optional()).containsExactly("age");
    }

    @Test
    void aModelThatBreaksClientsAnywayKeepsNothingForThem() {
        Pipeline other = pipeline("price", new Target.Quantity(), number("area"), SEX);

        assertThat(Contract.keep(champion, other)).isEqualTo(other);
    }

    @Test
    void anotherLabelNeedsTheSetting() throws Exception {
        Pipeline other = pipeline("price", new Target.Quantity(), AGE, SEX);

        assertThat(breaches(champion, other))
                .containsExactly(
                        "the dataset has no column 'sick', which the previous model predicts; if another column has"
                                + " its values, give it this name. Clients would get a prediction of 'price' without"
                                + " asking for it, set \"label\": \"price\"");
        assertThat(breaches(champion, other, "{\"label\": \"price\"}")).isEmpty();
    }

    @Test
    void aFileWithoutAnyOfTheColumnsIsNamedAsAnotherFile() throws Exception {
        Pipeline other = pipeline("price", new Target.Quantity(), number("area"));

        assertThat(breaches(champion, other))
                .containsExactly(
                        "the dataset has none of the columns of the previous model, 'age', 'sex'; it may be another"
                                + " file, or its first line with the names is missing");
    }

    @Test
    void numbersThatBecomeWordsNeedTheKindOfTheColumn() throws Exception {
        Feature words = new Feature.Categorical("age", List.of("old", "young"), false, false);
        Feature mixed = new Feature.Categorical("age", List.of("20", "old"), false, false);
        Feature flag = new Feature.Categorical("age", List.of("no", "yes"), false, false);
        Pipeline worded = pipeline("sick", champion.target(), words, SEX);

        assertThat(breaches(champion, worded))
                .containsExactly("column 'age' was numeric and would be categorical, without a number among its values;"
                        + " requests with numbers would be predicted without it, set \"columns\": {\"age\":"
                        + " \"categorical\"}");
        assertThat(breaches(champion, worded, "{\"columns\": {\"age\": \"categorical\"}}"))
                .isEmpty();
        assertThat(breaches(champion, pipeline("sick", champion.target(), mixed, SEX)))
                .isEmpty();
        assertThat(breaches(champion, pipeline("sick", champion.target(), flag, SEX)))
                .isEmpty();
    }

    @Test
    void anotherTaskNeedsTheKindOfTheLabel() throws Exception {
        Pipeline other = pipeline("sick", new Target.Quantity(), AGE, SEX);

        assertThat(breaches(champion, other))
                .containsExactly(
                        "the prediction was one of several classes and would be a number; programs that expect a"
                                + " class would fail, set \"columns\": {\"sick\": \"numeric\"}");
        assertThat(breaches(champion, other, "{\"columns\": {\"sick\": \"numeric\"}}"))
                .isEmpty();
    }

    @Test
    void classesMayBeAddedButNotLost() {
        Pipeline three = pipeline("sick", classes("0", "1", "2"), AGE, SEX);

        assertThat(breaches(champion, three)).isEmpty();
        assertThat(breaches(three, champion))
                .containsExactly(
                        "the new model no longer predicts '2', which is a class of the previous model: the dataset"
                                + " has no training row of it");
    }

    @Test
    void theNameOfAClassChangesOnlyBySettings() throws Exception {
        Pipeline named = pipeline("sick", new Target.Classes(List.of("0", "1"), Map.of("1", "ill")), AGE, SEX);

        assertThat(breaches(named, champion))
                .containsExactly(
                        "the class 'ill' would be called '1'; programs that compare with the old name would fail,"
                                + " set \"labels\": {\"1\": \"ill\"}");
        assertThat(breaches(champion, named, "{\"labels\": {\"1\": \"ill\"}}")).isEmpty();
    }

    @Test
    void aColumnMayBecomeACategoryButNotLeaveIt() throws Exception {
        Pipeline numbers = pipeline("sick", SICK, AGE, number("sex"));

        assertThat(breaches(numbers, pipeline("sick", SICK, AGE, category("sex", "1", "2"))))
                .isEmpty();
        assertThat(breaches(champion, numbers))
                .containsExactly(
                        "column 'sex' was categorical and would be numeric; requests with other values would be"
                                + " refused, set \"columns\": {\"sex\": \"numeric\"}");
        assertThat(breaches(champion, numbers, "{\"columns\": {\"sex\": \"numeric\"}}"))
                .isEmpty();
        assertThat(breaches(pipeline("sick", SICK, AGE, date("sex")), numbers)).hasSize(1);
    }

    @Test
    void theOrderOfColumnsCountsForRowsWithoutNames() {
        Pipeline other = pipeline("sick", SICK, SEX, AGE);

        assertThat(breaches(champion, other))
                .containsExactly("the order of the columns changed; rows that are sent as arrays without names would be"
                        + " misread");
        assertThat(breaches(champion, Contract.keep(champion, other))).isEmpty();
    }

    @Test
    void aColumnThatIsGoneAndANewOneLookLikeARename() {
        Pipeline other = Contract.keep(champion, pipeline("sick", SICK, number("years"), SEX));

        assertThat(breaches(champion, other))
                .first()
                .asString()
                .startsWith("the dataset no longer has the column 'age', but has 'years'");
    }

    @Test
    void aPlainColumnIsReadAsBeforeToo() {
        Pipeline dollars = written("age", new NumberNotation('.', ',', "$", "", false), "not asked");

        Pipeline kept = Contract.keep(dollars, champion);

        assertThat(kept.formats()).isEqualTo(dollars.formats());
        assertThat(breaches(dollars, kept)).isEmpty();
        assertThat(breaches(dollars, champion)).hasSize(1);
    }

    @Test
    void yearsOfTwoDigitsMayGetAnotherCentury() {
        Pipeline posix = written("age", new DateNotation(false), "");
        Pipeline earlier = written("age", new DateNotation(false, 1930), "");

        assertThat(breaches(posix, earlier)).isEmpty();
        assertThat(Contract.keep(posix, earlier).formats()).isEqualTo(earlier.formats());
        assertThat(breaches(posix, written("age", new DateNotation(true), ""))).hasSize(1);
    }

    @Test
    void aDecimalCommaCanNotBecomeADecimalPoint() {
        Pipeline commas = written("age", new NumberNotation(',', '.', "", "", false), "");

        assertThat(Contract.keep(commas, champion)).isEqualTo(champion);
        assertThat(breaches(commas, champion))
                .first()
                .asString()
                .startsWith("column 'age' is written in another way; requests as before would be misread or refused."
                        + " Before, it accepted ");
    }

    private Pipeline written(String column, Notation notation, String missing) {
        return champion.accepting(
                champion.positions(),
                List.of(),
                Map.of(
                        column,
                        new ColumnFormat(Optional.of(notation), missing.isEmpty() ? List.of() : List.of(missing))));
    }

    @Test
    void theKeyOfThePredictionChangesOnlyBySettings() throws Exception {
        Pipeline other = new Pipeline("sick", "diagnosis", "logistic-regression", SICK, List.of(AGE, SEX), List.of());

        assertThat(breaches(champion, other))
                .containsExactly(
                        "the key of the prediction was 'prediction' and would be 'diagnosis'; programs that read"
                                + " 'prediction' would fail, set \"output\": \"prediction\"");
        assertThat(breaches(champion, other, "{\"output\": \"diagnosis\"}")).isEmpty();
    }

    private static List<String> breaches(Pipeline previous, Pipeline next) {
        return texts(Contract.breaches(previous, next, Settings.NONE));
    }

    private static List<String> breaches(Pipeline previous, Pipeline next, String settings) throws Exception {
        return texts(Contract.breaches(previous, next, SettingsReader.read(settings)));
    }

    private static List<String> texts(List<Contract.Breach> breaches) {
        return breaches.stream()
                .map(breach -> breach.what()
                        + breach.setting().map(setting -> ", set " + setting).orElse(""))
                .toList();
    }

    private static Pipeline pipeline(String label, Target target, Feature... features) {
        return new Pipeline(label, "prediction", "logistic-regression", target, List.of(features), List.of());
    }

    private static Target classes(String... values) {
        return new Target.Classes(List.of(values), Map.of());
    }

    private static Feature number(String column) {
        return new Feature.Numeric(column, 0, 0, 1);
    }

    private static Feature date(String column) {
        return new Feature.Numeric(column, Optional.of(DatePart.of(DatePart.Component.YEAR)), 0, 0, 1);
    }

    private static Feature category(String column, String... levels) {
        return new Feature.Categorical(column, List.of(levels), false, false);
    }
}
