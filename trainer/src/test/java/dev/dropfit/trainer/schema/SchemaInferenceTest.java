package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaInferenceTest {
    @ParameterizedTest
    @CsvSource({
        "'target,a,b', target",
        "'a,LABEL,b', LABEL",
        "'y,class,a', class",
        "'Class,label,a', label",
        "'label,a,Target', Target",
        "'a,b,y', y",
        "'a,b,c', c",
        "'target2,labels,yes', yes",
    })
    void theLabelIsAColumnWithAUsualNameOrTheLastColumn(String header, String label) throws Exception {
        Table table = Tables.read(header + "\n1,2,3\n");

        assertThat(table.labelColumn().name()).isEqualTo(label);
    }

    @Test
    void theLabelInSettingsTakesPrecedenceOverUsualNames() throws Exception {
        Table table = Tables.read("target,a,b\n1,2,3\n", Optional.of("a"));

        assertThat(table.labelColumn().name()).isEqualTo("a");
    }

    @Test
    void aLabelThatIsNotInTheHeaderIsReportedWithTheHeader() {
        assertThatThrownBy(() -> Tables.read("a,b\n1,2\n", Optional.of("A")))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("The label 'A' is not in the header; found are a, b; did you mean 'a'?");
    }

    @Test
    void aDatasetNeedsALabelAndAnotherColumn() {
        assertThatThrownBy(() -> Tables.read("a\n1\n"))
                .hasMessage("line 1, column 'a': this is the only column with a name; a dataset needs the column to"
                        + " predict and at least one more, each with a name in the header, and a comma, a"
                        + " semicolon or a tab between the cells");
    }

    @Test
    void aDatasetNeedsRows() {
        assertThatThrownBy(() -> Tables.read("a,b\n"))
                .hasMessage("The file has a header, but no rows; a dataset needs rows");
    }

    @ParameterizedTest
    @CsvSource({
        "text,                         classes",
        "two numbers,                  classes",
        "twenty whole numbers,         classes",
        "twenty-one whole numbers,     number",
        "few values that come twice,   number",
        "fractions,                    number",
        "numbers with a stray text,    number",
    })
    void aLabelOfTextOrOfFewFrequentValuesIsClasses(String values, String task) throws Exception {
        IntFunction<String> label = switch (values) {
            case "text" -> row -> "t" + row % 30;
            case "two numbers" -> row -> row % 2 == 0 ? "0.5" : "1.5";
            case "twenty whole numbers" -> row -> "" + row % 20;
            case "twenty-one whole numbers" -> row -> "" + row % 21;
            case "few values that come twice" -> row -> "" + row / 2;
            case "fractions" -> row -> "" + row * 0.37;
            default -> row -> row == 17 ? "oops" : "" + row * 0.37;
        };
        int rows = values.startsWith("few") ? 18 : 300;
        String csv = Tables.csv("x,target", rows, row -> row * 0.1 + "," + label.apply(row));

        if (values.equals("numbers with a stray text")) {
            assertThatThrownBy(() -> Tables.schema(csv, "{}"))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessage("column 'target': the label is a number, but 1 row has text, first 'oops' on line 19;"
                            + " accepted are numbers, so correct these rows or leave their label empty");
        } else {
            assertThat(Tables.schema(csv, "{}").target())
                    .isInstanceOf(task.equals("classes") ? Target.Classes.class : Target.Quantity.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'columns':{'target':'numeric'}}                    | number",
                "{'columns':{'target':'categorical'}}                | classes",
                "{'learner':'linear-regression'}                     | number",
                "{'learner':'logistic-regression'}                   | classes",
                "{'gate':{'metric':'rmse'}}                          | number",
                "{'gate':{'metric':'f1'}}                            | classes",
            })
    void settingsDecideWhetherALabelIsClassesOrANumber(String settings, String task) throws Exception {
        String csv = Tables.csv("x,target", 300, row -> row * 0.1 + "," + row % (task.equals("number") ? 5 : 50));

        Schema schema = Tables.schema(csv, settings.replace('\'', '"'));

        assertThat(schema.target()).isInstanceOf(task.equals("classes") ? Target.Classes.class : Target.Quantity.class);
    }

    @Test
    void classesAreOrderedAndTheSecondOfTwoIsPositive() throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + (row % 2 == 0 ? "yes" : "no"));

        assertThat(classes(csv, "{}").values()).containsExactly("no", "yes");
        assertThat(classes(csv, "{'positive':'no'}").values()).containsExactly("yes", "no");
    }

    /** In the order of the alphabet 'ja' is the first class, but it is what people want to know. */
    @ParameterizedTest
    @CsvSource({"nein, ja", "non, oui", "nie, tak", "n, y", "false, true", "0, 1"})
    void yesIsPositiveInEachLanguage(String no, String yes) throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + (row % 2 == 0 ? yes : no));

        assertThat(classes(csv, "{}").values()).containsExactly(no, yes);
    }

    /** Both in the order of the alphabet and against it. */
    @ParameterizedTest
    @CsvSource({
        "OK, FAULT",
        "none, alarm",
        "normal, anomaly",
        "not churned, churned",
        "No disease, Disease",
        "non-fraud, fraud",
        "no_failure, failure",
        "Existing Customer, Attrited Customer",
        "stayed, left",
        "negative, positive",
        "kein Befund, Befund",
        "good, new"
    })
    void whatHasHappenedIsPositive(String nothing, String something) throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + (row % 2 == 0 ? something : nothing));

        assertThat(classes(csv, "{}").values()).containsExactly(nothing, something);
    }

    @Test
    void positiveMayUseAnyNotationOfTheNumber() throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2 + ".0");

        assertThat(classes(csv, "{'positive':0.0}").values()).containsExactly("1", "0");
    }

    @Test
    void displayNamesMatchClassesInAnyNotationOfTheirNumbers() throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2);

        Target.Classes classes = classes(csv, "{'labels':{'0.0':'clear','1':'ill'}}");

        assertThat(classes.name(0)).isEqualTo("clear");
        assertThat(classes.name(1)).isEqualTo("ill");
    }

    @Test
    void theFirstOfTwoDisplayNamesForOneClassIsUsed() throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2);
        List<String> ways = List.of("1", "1.0", "1.00", "1e0", "+1", "1.000", "10e-1", "0.1e1", "1E0");

        for (int from = 0; from < ways.size(); from++) {
            String first = ways.get(from);
            String others = String.join(
                    ",",
                    ways.stream()
                            .filter(way -> !way.equals(first))
                            .map(way -> "'" + way + "':'other'")
                            .toList());

            assertThat(classes(csv, "{'labels':{'" + first + "':'first'," + others + "}}")
                            .name(1))
                    .isEqualTo("first");
        }
    }

    @Test
    void aDisplayNameForAMissingClassIsReported() throws Exception {
        Schema schema = schema(
                Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2), "{'labels':{'0':'a','2':'c','1':'b'}}");

        assertThat(schema.notes())
                .containsExactly("dropfit.json: labels contains '2', which is not a value of the label");
    }

    @ParameterizedTest
    @CsvSource({"2, '0, 1'", "3, '0, 1, 2'"})
    void aPositiveValueMustBeOneOfTwoClasses(int classes, String found) {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % classes);

        assertThatThrownBy(() -> schema(csv, "{'positive':'7'}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("dropfit.json: positive is '7'; accepted is one of two classes, found " + found);
    }

    @Test
    void aLabelNeedsMoreThanOneValue() {
        assertThatThrownBy(() -> schema(Tables.csv("x,target", 60, row -> row * 0.1 + ",yes"), "{}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "column 'target': the label has only one value, 'yes', in all 60 rows, so there is nothing to"
                                + " predict; upload rows with other values, or set {\"label\": …} in dropfit.json to"
                                + " another column");
        assertThatThrownBy(() ->
                        schema(Tables.csv("x,target", 60, row -> row * 0.1 + ",3"), "{'learner':'linear-regression'}"))
                .hasMessage(
                        "column 'target': the label has only one value in all 60 rows, so there is nothing to predict;"
                                + " upload rows with other values, or set {\"label\": …} in dropfit.json to another"
                                + " column");
    }

    @Test
    void aSecondClassInTheHoldoutOnlyIsNotEnoughToTrain() throws Exception {
        // Which row is held out is known from the table; it gets the other label, and a new hash, so look for one that
        // stays.
        for (int candidate = 0; candidate < 60; candidate++) {
            int other = candidate;
            String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + (row == other ? "yes" : "no"));
            if (Split.of(0.2).heldOut(Tables.read(csv).shares().get(0)[other])) {
                long heldOut = heldOut(Tables.read(csv));
                assertThatThrownBy(() -> schema(csv, "{}"))
                        .isInstanceOf(InvalidTableException.class)
                        .hasMessage("column 'target': all " + (60 - heldOut)
                                + " training rows have the label 'no'; upload more rows with other labels");
                return;
            }
        }
        throw new AssertionError("no row is held out");
    }

    private static long heldOut(Table table) {
        return Split.of(0.2).select(table.shares().get(0), true, new int[Table.CHUNK]);
    }

    @Test
    void aClassInTheHoldoutOnlyIsReportedAndNotLearned() throws Exception {
        for (int candidate = 0; candidate < 60; candidate++) {
            int other = candidate;
            String csv = Tables.csv(
                    "x,target", 60, row -> row * 0.1 + "," + (row == other ? "maybe" : row % 2 == 0 ? "yes" : "no"));
            if (Split.of(0.2).heldOut(Tables.read(csv).shares().get(0)[other])) {
                Schema schema = schema(csv, "{}");
                assertThat(((Target.Classes) schema.target()).values()).containsExactly("no", "yes");
                assertThat(schema.notes())
                        .contains("class 'maybe' is in the holdout only, so the model can't learn such a class. Upload"
                                + " more rows of it");
                return;
            }
        }
        throw new AssertionError("no row is held out");
    }

    @Test
    void aColumnThatNamesTheRowsIsNoLabel() {
        String csv = Tables.csv("x,class", 50, row -> row * 0.1 + ",state " + row);

        assertThatThrownBy(() -> schema(csv, "{}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("column 'class': the label has another value in every row: the column names the rows, it is"
                        + " not a label. Set {\"label\": …} in dropfit.json to the column to predict");
    }

    @ParameterizedTest
    @CsvSource({"201, 201", "70000, very many"})
    void tooManyClassesAreRejected(int classes, String found) {
        String csv = Tables.csv("x,target", classes, row -> row * 0.1 + ",class " + row);

        assertThatThrownBy(() -> schema(csv, "{}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("column 'target': the label has " + found
                        + " different values, and classification accepts at most 200."
                        + " Is it the right column? Set {\"label\": …} in dropfit.json to choose another");
    }

    @Test
    void aNumberUnderALearnerForClassesIsTold() {
        String csv = Tables.csv("x,price", 300, row -> row * 0.1 + "," + (1000 + row));

        assertThatThrownBy(() -> schema(csv, "{\"learner\": \"logistic-regression\"}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "column 'price': the label has 300 different values, and classification accepts at most 200."
                                + " All of them are numbers: to predict a number, remove \"learner\" and \"task\" from"
                                + " dropfit.json");
    }

    @Test
    void twoHundredClassesAreAccepted() throws Exception {
        String csv = Tables.csv("x,target", 2000, row -> row * 0.1 + ",class " + row % 200);

        assertThat(classes(csv, "{}").size()).isEqualTo(200);
    }

    @Test
    void aLabelThatIsMissingInHalfOfTheRowsIsAccepted() throws Exception {
        String csv = Tables.csv("x,target", 100, row -> row + "," + (row < 50 ? row % 2 : ""));

        assertThat(Tables.read(csv).rows()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({"60, 5, true", "60, 6, false", "100, 9, true", "100, 10, false"})
    void anIdentifierMayRepeatInATenthOfItsRows(int rows, int repeated, boolean ignored) throws Exception {
        // With n rows and r repetitions there are n - r different texts: more than 0.9 n make an identifier.
        String csv = Tables.csv(
                "more,id,target", rows, row -> row % 5 + ",t" + (row < 2 * repeated ? row / 2 : row) + "," + row % 2);

        assertThat(schema(csv, "{}").ignored().contains("id")).isEqualTo(ignored);
    }

    @ParameterizedTest
    @CsvSource({"10, NUMERIC", "11, CATEGORICAL"})
    void aTwentiethOfANumericColumnMayBeText(int texts, ColumnKind kind) throws Exception {
        String csv = Tables.csv(
                "x,target",
                200,
                row -> (row % 18 == 3 && row / 18 < texts ? "t" + row : row % 60 * 1.5) + "," + row % 2);

        Schema schema = schema(csv, "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(kind);
        assertThat(schema.columns().get(0).column().texts()).isEqualTo(texts);
    }

    @Test
    void rowsWithoutALabelAreSkippedAndReported() throws Exception {
        String csv = Tables.csv(
                "x,target", 100, row -> row * 0.1 + "," + (row == 6 || row == 8 ? "NA" : String.valueOf(row % 2)));

        Table table = Tables.read(csv);

        assertThat(table.rows()).isEqualTo(98);
        assertThat(schema(csv, "{}").notes())
                .containsExactly("2 rows are skipped: the label 'target' is missing on lines 8, 10");
    }

    @Test
    void aTableWhoseLabelIsMostlyMissingIsRejected() {
        String csv = Tables.csv("x,target", 99, row -> row + "," + (row < 49 ? "1" : ""));

        assertThatThrownBy(() -> Tables.read(csv))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("line 51, column 'target': the label is missing in 50 of 99 rows, first on this line; if"
                        + " it is the wrong column, set {\"label\": …} in dropfit.json to the column to"
                        + " predict, else upload rows with labels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "constant", "text", "code", "number"})
    void theContentOfARowWithoutALabelIsIgnored(String column) throws Exception {
        IntFunction<String> value = switch (column) {
            case "id" -> row -> "" + (1000 + row);
            case "constant" -> row -> "7";
            case "text" -> row -> "t" + row % 5;
            case "code" -> row -> "" + row % 10;
            default -> row -> "" + row * 0.3;
        };
        String labelled = Tables.csv("more,x,target", 100, row -> row * 0.7 + "," + value.apply(row) + "," + row % 2);
        String csv = labelled + "1,stray,\n2,77.7,\n";

        Schema schema = schema(csv, "{}");

        Schema without = schema(labelled, "{}");
        assertThat(schema.columns().get(1).kind())
                .isEqualTo(without.columns().get(1).kind());
        assertThat(schema.columns().get(1).why())
                .isEqualTo(without.columns().get(1).why());
        assertThat(schema.columns().get(1).column().distinctValues())
                .isEqualTo(without.columns().get(1).column().distinctValues());
        assertThat(schema.columns().get(1).column().firstText())
                .isEqualTo(without.columns().get(1).column().firstText());
    }

    @Test
    void aSequenceOfDaysIsANumberAndOneOfSerialsIsAKey() throws Exception {
        String csv = Tables.csv("day,serial,target", 200, row -> row + "," + row + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().stream().map(Schema.Role::kind))
                .containsExactly(ColumnKind.NUMERIC, ColumnKind.IGNORE);
    }

    @Test
    void aKeyWithAFewRepetitionsIsAKeyByItsName() throws Exception {
        String csv = Tables.csv(
                "Emp ID,pay,target", 200, row -> row % 190 * 997 % 5003 + "," + row % 190 * 997 % 5003 + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().stream().map(Schema.Role::kind))
                .containsExactly(ColumnKind.IGNORE, ColumnKind.NUMERIC);
    }

    @ParameterizedTest
    @CsvSource({
        "codice_regione, CATEGORICAL",
        "postal_code,    CATEGORICAL",
        "ZipCode,        CATEGORICAL",
        "PLZ,            CATEGORICAL",
        "id_player,      CATEGORICAL",
        "raceId,         CATEGORICAL",
        "store,          CATEGORICAL",
        "idpaciente,     CATEGORICAL",
        "phone,          CATEGORICAL",
        "casualty_type,  CATEGORICAL",
        "rsids,          CATEGORICAL",
        "Region/City,    CATEGORICAL",
        "도시코드,           CATEGORICAL",
        "education-num,  NUMERIC",
        "road_number,    NUMERIC",
        "uv_index,       NUMERIC",
        "store_area,     NUMERIC",
        "lines_of_code,  NUMERIC",
        "decoded,        NUMERIC",
    })
    void wholeNumbersThatNameSomethingAreACategoryByTheirName(String name, ColumnKind kind) throws Exception {
        String csv = Tables.csv(
                "more," + name + ",target",
                200,
                row -> row % 30 * 0.1 + "," + (9000 + row % 70 * 31) + ".0," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().get(1).kind()).isEqualTo(kind);
    }

    @Test
    void aNumberOfManyRowsEachIsACategoryAndAnIndexIsNot() throws Exception {
        String csv = Tables.csv(
                "road_number,uv_index,target", 200, row -> row % 12 * 7 + "," + row % 13 * 3 + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().stream().map(Schema.Role::kind))
                .containsExactly(ColumnKind.CATEGORICAL, ColumnKind.NUMERIC);
    }

    @Test
    void aFewSitesWithAPointInTheirNumberAreStillSites() throws Exception {
        String csv = Tables.csv(
                "more,site.id,target",
                200,
                row -> row % 30 * 0.1 + "," + (row % 50 == 7 ? "2271.1" : "" + (2000 + row % 40)) + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().get(1).kind()).isEqualTo(ColumnKind.CATEGORICAL);
    }

    @Test
    void aCodeThatIsATextInAFewRowsIsACategory() throws Exception {
        String csv = Tables.csv(
                "more,plz,target",
                200,
                row -> row % 30 * 0.1 + "," + (row == 3 ? "10585/10625" : 10115 + row % 70 * 31) + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().get(1).kind()).isEqualTo(ColumnKind.CATEGORICAL);
    }

    @ParameterizedTest
    @CsvSource({
        "fraction,              NUMERIC,     numbers",
        "ten whole numbers,     CATEGORICAL, 'few distinct whole numbers, whose order does not explain the label'",
        "whole numbers in order,NUMERIC,     'few distinct whole numbers, used in their order'",
        "years,                 NUMERIC,     years",
        "a flag,                CATEGORICAL, few distinct whole numbers",
        "an income in cents,    NUMERIC,     numbers",
        "a key with gaps,       IGNORE,      'a different whole number in every row, in sequence: an identifier'",
        "very large numbers,    IGNORE,      'a different, very large whole number in every row: an identifier'",
        "long numbers alike,    IGNORE,      'different long whole numbers that begin alike: an identifier'",
        "orders with lines,     CATEGORICAL, 'long whole numbers that begin alike, as names do'",
        "hashes,                IGNORE,      hashes that hardly repeat: an identifier",
        "postal codes,          CATEGORICAL, text",
        "eleven whole numbers,  NUMERIC,     numbers",
        "halves,                NUMERIC,     numbers",
        "text,                  CATEGORICAL, text",
        "numbers with zeros,    CATEGORICAL, text",
        "constant,              IGNORE,      constant",
        "missing,               IGNORE,      every value is missing",
        "constant or missing,   CATEGORICAL, few distinct whole numbers",
        "serial number,         IGNORE,      'a different whole number in every row, in sequence: an identifier'",
        "serial text,           IGNORE,      a different text in every row: an identifier",
        "serial number or none, IGNORE,      'a different whole number in every row, in sequence: an identifier'",
        "nearly unique text,    IGNORE,      a different text in nearly every row",
        "measurement,           NUMERIC,     numbers",
        "stray text,            NUMERIC,     'numbers, except for a few texts'",
        "a missing marker,      NUMERIC,     numbers",
        "many stray texts,      CATEGORICAL, text",
    })
    void theKindOfAColumnIsInferredFromItsValues(String values, ColumnKind kind, String why) throws Exception {
        IntFunction<String> value = switch (values) {
            case "fraction" -> row -> "" + row % 50 * 0.3;
            case "ten whole numbers" -> row -> "" + row % 10;
            case "whole numbers in order" ->
                row -> ""
                        + (row % 2 == 0
                                ? Math.min(row * 37 % 9, row * 53 / 9 % 9)
                                : Math.max(row * 37 % 9, row * 53 / 9 % 9));
            case "years" -> row -> "" + (2019 + row % 5);
            case "a flag" -> row -> "" + row / 2 % 2;
            case "an income in cents" -> row -> "" + (1_000_000 + 7919L * row * row % 9_999_991);
            case "a key with gaps" -> row -> "" + (5000 + 3 * row + row % 3);
            case "very large numbers" -> row -> "" + (9_007_199_254_740_993L + 7_919_191_919_191L * row);
            case "long numbers alike" -> row -> "" + (190_001_004_684L + 25_771L * row);
            case "orders with lines" -> row -> "" + (73_720_569L + 7_919L * (row / 4));
            case "hashes" -> row -> "%032x".formatted(row % 150 * 7_919_191_919_191L);
            case "postal codes" -> row -> "%05d".formatted(501 + row % 60 * 1013);
            case "eleven whole numbers" -> row -> "" + row % 11;
            case "halves" -> row -> "" + row % 3 * 0.5;
            case "text" -> row -> "t" + row % 40;
            case "numbers with zeros" -> row -> "00" + row % 9;
            case "constant" -> row -> row % 2 == 0 ? "1" : "1.0";
            case "missing" -> row -> List.of("", "NA", "?", "null", "N/A").get(row % 5);
            case "constant or missing" -> row -> row % 2 == 0 ? "1" : "";
            case "serial number" -> row -> "" + (row + 5000);
            case "serial text" -> row -> "id-" + row;
            case "serial number or none" -> row -> row % 3 == 0 ? "" : "" + row;
            case "nearly unique text" -> row -> "name " + (row < 10 ? 0 : row);
            case "measurement" -> row -> "" + row * 0.1;
            case "stray text" -> row -> row == 3 ? "oops" : "" + row % 60 * 1.5;
            case "a missing marker" -> row -> row % 10 == 3 ? "not asked" : "" + row % 60 * 1.5;
            default -> row -> row % 10 == 3 ? "oops" + row / 40 : "" + row % 60 * 1.5;
        };

        Schema schema =
                schema(Tables.csv("more,x,target", 200, row -> row % 5 + "," + value.apply(row) + "," + row % 2), "{}");

        assertThat(schema.columns().get(1).kind()).isEqualTo(kind);
        assertThat(schema.columns().get(1).why()).isEqualTo(why);
    }

    @Test
    void aSequenceIsLearnedFromIfThereIsNothingElse() throws Exception {
        Schema schema = schema(Tables.csv("step,loss", 60, row -> row + "," + 100.0 / (row + 1)), "{}");

        assertThat(schema.columns().get(0).kind()).isEqualTo(ColumnKind.NUMERIC);
        assertThat(schema.notes()).isEmpty();
    }

    @Test
    void columnsWithoutValuesAreNamedInOneNote() throws Exception {
        Schema schema =
                schema(Tables.csv("x,a,b,c,d,e,f,g,one,target", 60, row -> row * 0.1 + ",,,,,,,,1," + row % 2), "{}");

        assertThat(schema.notes())
                .containsExactly(
                        "columns 'a', 'b', 'c', 'd', 'e' and 2 more are ignored: all their cells are empty",
                        "column 'one' is ignored: it has the same value in every row");
    }

    @Test
    void notesOfManyColumnsThatDifferInNumbersOnlyAreOne() throws Exception {
        Schema schema = schema(
                Tables.csv("a,b,c,d,target", 60, row -> {
                    String end = ",%03d\"".formatted(row * 7 % 30);
                    return "\"1" + end + ",\"2" + end + ",\"3" + end + ",\"4" + end + "," + row % 2;
                }),
                "{}");

        assertThat(schema.notes())
                .contains("columns 'a', 'b', 'c' and 1 more: for example, '1,000' is read as the number 1000");
    }

    @Test
    void anIgnoredColumnIsReportedWithTheReason() throws Exception {
        Schema schema = schema(Tables.csv("more,id,target", 60, row -> row % 5 + "," + row + "," + row % 2), "{}");

        assertThat(schema.ignored()).containsExactly("id");
        assertThat(schema.notes())
                .containsExactly(
                        "column 'id' is ignored: a different whole number in every row, and the name of a key: an"
                                + " identifier (set its kind in dropfit.json to use it)");
    }

    @Test
    void fewUniqueRowsAreNotAnIdentifier() throws Exception {
        Schema schema = schema(Tables.csv("id,target", 49, row -> row + "," + row % 2), "{}");

        assertThat(schema.ignored()).isEmpty();
    }

    @Test
    void strayTextsInANumericColumnAreReportedWithTheFirstLine() throws Exception {
        Schema schema = schema(
                Tables.csv("x,target", 100, row -> (row == 40 || row == 60 ? "oops" + row : row * 1.5) + "," + row % 2),
                "{}");

        assertThat(schema.notes())
                .containsExactly("column 'x': 2 of 100 values are not numbers, first 'oops40' on line 42; they count as"
                        + " missing");
    }

    @Test
    void settingsSetTheKindOfAColumn() throws Exception {
        String csv = Tables.csv("id,code,more,target", 60, row -> row + "," + row % 3 + ",t" + row % 4 + "," + row % 2);

        Schema schema = schema(csv, "{'columns':{'id':'numeric','code':'numeric','more':'ignore'}}");

        assertThat(schema.columns())
                .extracting(Schema.Role::kind)
                .containsExactly(ColumnKind.NUMERIC, ColumnKind.NUMERIC, ColumnKind.IGNORE);
        assertThat(schema.columns()).extracting(Schema.Role::why).containsOnly("set in dropfit.json");
    }

    @Test
    void aColumnThatSettingsDeclareNumericMustContainNumbers() {
        String csv = Tables.csv("x,z,target", 60, row -> (row == 3 ? "abc" : row) + ",1-5," + row % 2);

        assertThatThrownBy(() -> schema(csv, "{'columns':{'x':'numeric','z':'numeric'}}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "column 'x': 1 value is not a number, first 'abc' on line 5; dropfit.json sets the column to"
                                + " numeric; accepted are numbers and missing values (empty, NA, N/A, NaN, null, ?); name"
                                + " other texts for missing values in missing in dropfit.json; column 'z': 60 values are"
                                + " not numbers, first '1-5' on line 2; dropfit.json sets the column to numeric; accepted"
                                + " are numbers and missing values (empty, NA, N/A, NaN, null, ?); name other texts for"
                                + " missing values in missing in dropfit.json");
    }

    @Test
    void settingsForAMissingColumnAreRejected() {
        assertThatThrownBy(() -> schema("a,target\n1,2\n", "{'columns':{'b':'numeric'}}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "dropfit.json: columns contains 'b', which is not in the header of the dataset; found are a,"
                                + " target");
    }

    @Test
    void theFirstOfSeveralMissingColumnsIsReported() {
        String columns = "'q':'numeric','b':'numeric','z':'numeric','c':'numeric','y':'numeric','d':'numeric'";

        assertThatThrownBy(() -> schema("a,target\n1,2\n", "{'columns':{" + columns + "}}"))
                .hasMessageStartingWith("dropfit.json: columns contains 'q',");
    }

    @Test
    void theLabelCanNotBeIgnored() {
        assertThatThrownBy(() -> schema("a,target\n1,2\n", "{'columns':{'target':'ignore'}}"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "dropfit.json: columns.target is ignore, but it is the label; accepted are numeric (regression)"
                                + " and categorical (classification)");
    }

    @Test
    void aTableWithoutUsableColumnsIsRejectedWithAllReasons() {
        String csv = Tables.csv("id,one,target", 60, row -> row + ",1," + row % 2);

        assertThatThrownBy(() -> schema(csv, "{}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage(
                        "No column is left to learn from: id (a different whole number in every row, and the name of a"
                                + " key: an identifier), one (constant); upload more columns, or set the kind of one of"
                                + " these in dropfit.json");
    }

    @Test
    void theOutputComesFromSettingsOrIsPrediction() throws Exception {
        String csv = Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2);

        assertThat(schema(csv, "{}").output()).isEqualTo("prediction");
        assertThat(schema(csv, "{'output':'diagnosis'}").output()).isEqualTo("diagnosis");
    }

    private static Target.Classes classes(String csv, String settings) throws Exception {
        return (Target.Classes) schema(csv, settings).target();
    }

    private static Schema schema(String csv, String settings) throws Exception {
        return Tables.schema(csv, settings.replace('\'', '"'));
    }

    @Test
    void absentSettingsAndEmptySettingsGiveTheSameSchema() throws Exception {
        Table table = Tables.read(Tables.csv("x,target", 60, row -> row * 0.1 + "," + row % 2));

        Schema schema = SchemaInference.infer(table, Settings.NONE);

        assertThat(schema).isEqualTo(SchemaInference.infer(table, SettingsReader.read("{}")));
    }
}
