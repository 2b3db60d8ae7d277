package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.trainer.Tables;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked | Survived | name",
                "survived,pclass,sex,age,fare,embarked,class,who,alive,alone | survived | name",
                "customerID,gender,tenure,MonthlyCharges,TotalCharges,Churn | Churn | name",
                "Churn?,State,Phone | Churn? | name",
                "RowNumber,CustomerId,Exited,Balance | Exited | name",
                "carat,cut,color,clarity,depth,table,price,x,y,z | price | name",
                "X,Y,month,day,FFMC,temp,area | area | last",
                "x,y | y | name",
                "id,group,x,y | y | name",
                "y,x | y | name",
                "age,job,default,balance,y | y | name",
                "V1,V2,default,income,Class | Class | name",
                "id,diagnosis,radius_mean,texture_mean | diagnosis | name",
                "species,island,bill_length_mm | species | name",
                "fixed acidity,quality,type | quality | name",
                "SalePrice,LotArea,MSSubClass | SalePrice | name",
                "crim,medv,rm | medv | name",
                "floor,target_price,area,year_built | target_price | name",
                "nrPreco,nrArea,bairro | nrPreco | name",
                "Price in Lakhs,area,is_new | Price in Lakhs | name",
                "unit_price,quantity,total | total | last",
                "mpg,cyl,disp | mpg | name",
                "is_canceled,lead_time,hotel | is_canceled | name",
                "isReturned,amount,store | isReturned | name",
                "isReturned,amount,is_weekend | isReturned | name",
                "temp,is_public_holiday,visitors | visitors | last",
                "age,Income,Credit Approval,branch | Credit Approval | name",
                "home_team,away_team,home_result,elo | home_result | name",
                "age,final_grade,absences | final_grade | name",
                "is_weekend,is_holiday,visitors | visitors | last",
                "age,income,Purchased | Purchased | name",
                "age,job,default,balance,deposit | deposit | name",
                "debt,income,risk | risk | name",
                "island,sales,month | month | last",
                "Default Payment Next Month,LIMIT_BAL,SEX | Default Payment Next Month | name",
            })
    void theLabelIsTheColumnThatAPersonWouldPick(String header, String label, String why) throws Exception {
        List<String> columns = List.of(header.split(","));

        LabelRule.Choice choice = LabelRule.NONE.choose(columns, FirstRows.NONE);

        assertThat(columns.get(choice.column())).isEqualTo(label);
        assertThat(choice.why().text()).isEqualTo(why);
    }

    @Test
    void aLastColumnThatIsMostlyEmptyOrADateIsNotPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "size,colour,note,sold",
                        100,
                        row -> row % 30 + "," + (row % 3 == 0 ? "red" : "blue") + "," + (row % 10 == 0 ? "x" : "")
                                + ",2024-05-" + (10 + row % 20)),
                "{}");

        assertThat(schema.label()).isEqualTo("colour");
        assertThat(schema.labelChoice().phrase())
                .isEqualTo(
                        "the last column that is not a date, a place, a name, a key, mostly empty or always the same");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // last column | values
                "licence    | Open Data Licence",
                "flight_num | 1 2 3 …",
                "link       | /page/1 /page/2 /page/3 …",
                "code       | 001 002 003 …",
                "address    | 101 Main Street …",
                "Longitude  | 8.4",
                "latitude_dd | 8.4",
                "LONGITUD   | 8.4",
                "location   | north south",
                "Shape_Area | 130.5 131 …",
                "JulianDay  | 1 2 3 …",
                "Hora Local | 06:00 07:00 …",
                "site.id    | 3821 286 …",
                "y_centroid | 25.3 …",
                "wk         | 1 2 3 …",
                "Year of publishing | 1942 1943 …",
                "UOM        | Number Percent",
                "street     | north south",
                "miesiąc    | luty marzec",
                "record_calendar_day | 30 31",
                "label      | Albion Belleville …",
                "timestamp  | 964982703",
                "Year       | 2003 2004 2005 …",
                "month_of_year | 1 2 3 …",
                "is_weekend | 0 1",
                "comments   | too noisy at night …",
            })
    void aLastColumnThatIsAlwaysTheSameOrNamesTheRowsIsNotPredicted(String last, String values) throws Exception {
        IntFunction<String> value = switch (last) {
            case "flight_num" -> row -> "" + (row + 1);
            case "link" -> row -> "/page/" + (row + 1);
            case "code" -> row -> "%03d".formatted(7 * row + 1);
            case "address" -> row -> (100 + row) + " Main Street";
            case "month_of_year" -> row -> "" + (1 + row % 12);
            case "Year" -> row -> "" + (2003 + row % 20);
            case "is_weekend" -> row -> "" + (row % 7 > 4 ? 1 : 0);
            case "comments" -> row -> "too noisy at night near house " + row % 40;
            case "Shape_Area" -> row -> "" + (130.5 + row * 0.5);
            case "JulianDay" -> row -> "" + (row + 1);
            case "Hora Local" -> row -> "%02d:00".formatted(6 + row % 12);
            case "site.id" -> row -> "" + (286 + row % 15 * 31);
            case "y_centroid" -> row -> "" + (25.3 + row * 0.01);
            case "Year of publishing" -> row -> "" + (1942 + row % 38);
            case "UOM" -> row -> row % 2 == 0 ? "Number" : "Percent";
            case "wk" -> row -> "" + (1 + row % 38);
            case "location", "street" -> row -> row % 2 == 0 ? "north" : "south";
            case "miesiąc" -> row -> row % 2 == 0 ? "luty" : "marzec";
            case "record_calendar_day" -> row -> "" + (30 + row % 2);
            case "label" -> row -> "place " + (char) ('a' + row % 8) + (char) ('a' + row / 8);
            case "Longitude", "latitude_dd", "LONGITUD" -> row -> "" + (8 + row * 0.1);
            case "timestamp" -> row -> "" + (964982703L + row * 7919L);
            default -> row -> values;
        };

        Schema schema = Tables.schema(
                Tables.csv("size,sold," + last, 60, row -> row % 30 + "," + row * 7 % 23 + "," + value.apply(row)),
                "{}");

        assertThat(schema.label()).isEqualTo("sold");
        assertThat(schema.labelChoice()).isEqualTo(LabelChoice.LAST_PREDICTABLE);
    }

    @Test
    void anIndexWithFractionsIsPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "size,sold,Happiness Index",
                        60,
                        row -> row % 30 + "," + row * 7 % 23 + "," + (4.5 + row * 0.013)),
                "{}");

        assertThat(schema.label()).isEqualTo("Happiness Index");
    }

    @Test
    void xAndYAfterOtherColumnsAreAPlace() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "road,weather,injured,X,Y",
                        60,
                        row -> row % 7 + "," + row % 3 + "," + row * 7 % 23 + "," + (183_206 + 31 * row) + ","
                                + (666_306 + 17 * row)),
                "{}");

        assertThat(schema.label()).isEqualTo("injured");
    }

    @Test
    void aCodeOfManyThingsIsNotPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv("size,sold,PLZ", 60, row -> row % 30 + "," + row * 7 % 23 + "," + (10115 + row % 40)), "{}");

        assertThat(schema.label()).isEqualTo("sold");
    }

    @Test
    void aTypeInWordsIsPredictedAlsoWhereManyAreRare() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "size,sold,cuisine_type",
                        60,
                        row -> row % 30 + "," + row * 7 % 23 + "," + "food" + (char) ('a' + row % 25)),
                "{}");

        assertThat(schema.label()).isEqualTo("cuisine_type");
    }

    @Test
    void aLastColumnWhoseTextsAreTooManyForClassesIsNotPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv("size,sold,title", 800, row -> row % 30 + "," + row * 7 % 23 + ",Title " + row % 280), "{}");

        assertThat(schema.label()).isEqualTo("sold");
    }

    @Test
    void aLastColumnOfAmountsWithBlanksAroundThemIsPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv("size,channel,spends", 100, row -> row % 30 + ",web,\" $" + (10 + row) + ",054 \""), "{}");

        assertThat(schema.label()).isEqualTo("spends");
    }

    @Test
    void aLastColumnThatIsTheSameInTheFirstRowsOnlyIsPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv("size,sold,kind", 2000, row -> row % 30 + "," + row * 7 % 23 + "," + row / 1000), "{}");

        assertThat(schema.label()).isEqualTo("kind");
    }

    @Test
    void aUsualNameOfALabelIsNoneIfTheColumnIsAlwaysTheSame() throws Exception {
        Schema schema =
                Tables.schema(Tables.csv("species,weight,height", 60, row -> "cat," + row % 30 + "," + row), "{}");

        assertThat(schema.label()).isEqualTo("height");
        assertThatThrownBy(() -> Tables.schema(Tables.csv("target,weight", 60, row -> "1," + row % 30), "{}"))
                .hasMessageContaining("the label has only one value");
    }

    @Test
    void aColumnOfTwoValuesWhoseNameBeginsWithTargetIsPredicted() throws Exception {
        assertThat(Tables.schema(
                                Tables.csv(
                                        "target_temp,target_flu,steps",
                                        60,
                                        row -> row % 30 + "," + row % 2 + "," + row * 7 % 23),
                                "{}")
                        .label())
                .isEqualTo("target_flu");
    }

    @Test
    void aUsualNameOfAnOutcomeIsNoneIfTheColumnHasManyNumbers() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv("bore,stroke,price", 200, row -> row * 0.1 + "," + row % 40 * 0.07 + "," + row * 90), "{}");

        assertThat(schema.label()).isEqualTo("price");
        assertThat(schema.labelChoice()).isEqualTo(LabelChoice.NAME);
    }

    @Test
    void aLastColumnOfDatesInAnyNotationIsNotPredicted() throws Exception {
        Schema schema = Tables.schema(
                Tables.csv(
                        "size,colour,posted",
                        100,
                        row -> row % 30 + "," + (row % 3 == 0 ? "red" : "blue") + "," + (10 + row % 20) + ".05.2024"),
                "{}");

        assertThat(schema.label()).isEqualTo("colour");
    }

    @Test
    void theLabelOfThePreviousModelStaysUnlessSettingsNameAnother() throws Exception {
        List<String> columns = List.of("a", "outcome", "b");

        assertThat(new LabelRule(Optional.empty(), Optional.of("a")).choose(columns, FirstRows.NONE))
                .isEqualTo(new LabelRule.Choice(0, LabelChoice.PREVIOUS));
        assertThat(new LabelRule(Optional.empty(), Optional.of("gone")).choose(columns, FirstRows.NONE))
                .isEqualTo(new LabelRule.Choice(1, LabelChoice.NAME));
        assertThat(new LabelRule(Optional.of("b"), Optional.of("a")).choose(columns, FirstRows.NONE))
                .isEqualTo(new LabelRule.Choice(2, LabelChoice.SETTING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // label   | rows per value                                  | task
                "quality    | 3:10 4:50 5:600 6:600 7:200 8:20               | number",
                "rating     | 1:50 2:50 3:50 4:50 5:50                       | number",
                "num_visits | 0:90 1:50 2:20 3:10                            | number",
                "people     | 0:90 1:50 2:20 5:10                            | number",
                "complaints | 0:90 1:50 2:20 3:10                            | number",
                "diagnosis  | 41001:50 41011:50 41091:50                     | classes",
                "killed     | 1:90 2:50 3:20 4:10                            | number",
                "years_at_company | 0:90 1:50 2:20 3:10                      | number",
                "stars      | 1:90 2:5 3:30                                  | number",
                "Cover_Type | 1:200 2:280 3:35 4:3 5:9 6:17 7:20             | classes",
                "class      | 1:70 2:76 3:17 5:13 6:9 7:29                   | classes",
                "species    | 4:50 7:50 9:50                                 | classes",
                "target     | 0:50 1:50 2:50                                 | classes",
                "target     | 0:30 1:31 2:29 3:30 4:32 5:30 6:28 7:31 8:30 9:29 | classes",
                "outcome    | 0:300 1:250 2:150 3:60 4:20 5:5                | number",
                "outcome    | 1:3 2:9 3:30 4:80 5:120 6:90 7:40 8:10         | number",
                "outcome    | 0:300 1:20 2:150 3:60 4:20 5:5                 | classes",
                "outcome    | -1:50 0:50 1:50                                | classes",
                "outcome    | 3:50 4:50 5:50                                 | number",
                "outcome    | 10:50 20:50 30:50                              | number",
                "outcome    | 2:50 4:50                                      | classes",
                "outcome    | 0:500 1:500 11:1                               | classes",
                "outcome    | 0:500 1:500 0.1:2                              | classes",
                "outcome    | 1:200 2:200 3:200 33:2                         | classes",
                "quality    | 3:4 5:600 6:600 7:200 8:2                      | number",
                "outcome    | 0.5:50 1:50 1.5:50                             | number",
                "outcome    | 1:50 2:50 4:50 5:50                            | classes",
                "outcome    | 1:50 2:50 5:50 9:50                            | number",
            })
    void wholeNumbersAreClassesOrANumberByNameAndValues(String label, String rows, String task) throws Exception {
        StringBuilder csv = new StringBuilder("x," + label + "\n");
        int x = 0;
        for (String part : rows.split(" ", -1)) {
            String[] pair = part.split(":", -1);
            for (int i = 0; i < Integer.parseInt(pair[1]); i++) {
                csv.append(x++ * 0.3).append(',').append(pair[0]).append('\n');
            }
        }

        LabelTask decided = LabelTask.of(Tables.read(csv.toString()).labelColumn());

        assertThat(decided.classes() ? "classes" : "number").isEqualTo(task);
    }

    @Test
    void theReasonOfTheTaskIsPartOfTheSchema() throws Exception {
        Schema schema = Tables.schema(Tables.csv("x,quality", 300, row -> row * 0.1 + "," + (3 + row % 6)), "{}");

        assertThat(schema.taskReason()).isEqualTo("its name says that its whole numbers are an amount or a rating");
        assertThat(schema.labelChoice()).isEqualTo(LabelChoice.NAME);
    }
}
