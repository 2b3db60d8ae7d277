package dev.dropfit.trainer.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelSpellingsTest {
    @Test
    void valuesThatDifferInCaseOnlyAreOneLevelWithANote() throws Exception {
        Dataset dataset = read(row -> row == 55 ? "Male" : row % 2 == 0 ? "male" : "female", "{}");

        Feature.Categorical sex = sex(dataset);
        assertThat(sex.levels()).containsExactly("female", "male");
        assertThat(sex.takesAnySpelling()).isTrue();
        assertThat(dataset.schema().anomalies())
                .containsExactly(new Anomaly(
                        "level-spelling",
                        "column 'sex': 'Male' (1 row) is read as 'male'. Upper and lower case and blanks make no"
                                + " difference in this column",
                        List.of(57L)));
    }

    @Test
    void theRowsOfAllSpellingsAreCounted() throws Exception {
        Dataset dataset = read(row -> row % 10 < 3 ? "male" : row % 10 < 7 ? "MALE" : "female", "{}");

        Column sex = dataset.table().columns().get(1);
        assertThat(sex.distinctValues()).isEqualTo(2);
        assertThat(sex(dataset).levels()).containsExactly("MALE", "female");
    }

    @Test
    void rowsKeepTheirSides() throws Exception {
        IntFunction<String> one = row -> row % 2 == 0 ? "male" : "female";
        IntFunction<String> several = row -> row % 9 == 0 ? one.apply(row).toUpperCase(Locale.ROOT) : one.apply(row);

        Table read = Tables.read(csv(several));
        Table table = read(several, "{}").table();

        assertThat(table.columns().get(1).distinctValues()).isEqualTo(2);
        assertThat(table.shares()).usingRecursiveComparison().isEqualTo(read.shares());
    }

    @Test
    void aColumnOfOneSpellingIsUnchanged() throws Exception {
        Table table = Tables.read(csv(row -> row % 2 == 0 ? "male" : "female"));

        assertThat(LevelSpellings.merge(table, SchemaInference.infer(table, Settings.NONE), Optional.empty()))
                .isSameAs(table);
    }

    @Test
    void theSpellingOfThePreviousModelIsKept() throws Exception {
        Table table = merged(row -> row % 2 == 0 ? "MALE" : row % 3 == 0 ? "Female" : "female", "female", "male");

        assertThat(values(table)).containsExactlyInAnyOrder("male", "female");
        assertThat(table.anomalies().get(0).message())
                .isEqualTo(
                        "column 'sex': 'MALE' (100 rows) is read as 'male', 'Female' (33 rows) is read as 'female', as"
                                + " in the previous model. Upper and lower case and blanks make no difference in this"
                                + " column");
    }

    @Test
    void spellingsThatThePreviousModelTellsApartStayApart() throws Exception {
        Table table = merged(row -> row % 2 == 0 ? "m" : row % 3 == 0 ? "M" : "x", "M", "m", "x");

        assertThat(values(table)).containsExactlyInAnyOrder("m", "M", "x");
        assertThat(table.anomalies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore", "text"})
    void onlyCategoriesAreMerged(String kind) throws Exception {
        Dataset dataset = read(
                row -> row % 9 == 0 ? "Male" : row % 2 == 0 ? "male" : "female",
                "{\"columns\":{\"sex\":\"" + kind + "\"}}");

        assertThat(dataset.schema().anomalies())
                .noneMatch(anomaly -> anomaly.name().equals("level-spelling"));
        assertThat(values(dataset.table())).contains("Male", "male");
    }

    @Test
    void codesWithACapitalInsideStayApart() throws Exception {
        assertThat(sex(read(row -> row % 3 == 0 ? "hid" : row % 3 == 1 ? "hId" : "hod", "{}"))
                        .levels())
                .containsExactly("hId", "hid", "hod");
    }

    @Test
    void levelsOfNumbersHaveOneSpelling() throws Exception {
        Dataset dataset = read(row -> "" + row % 2, "{}");

        assertThat(sex(dataset).takesAnySpelling()).isFalse();
    }

    private static Table merged(IntFunction<String> sex, String... previousLevels) throws Exception {
        Table table = Tables.read(csv(sex));
        Pipeline previous = new Pipeline(
                "target",
                "prediction",
                "none",
                new Target.Quantity(),
                List.of(new Feature.Categorical("sex", List.of(previousLevels), false, false)),
                List.of());
        return LevelSpellings.merge(table, SchemaInference.infer(table, Settings.NONE), Optional.of(previous));
    }

    private static List<String> values(Table table) {
        Column sex = table.columns().get(1);
        return IntStream.range(1, sex.codes())
                .filter(code -> sex.count(code) > 0)
                .mapToObj(sex::category)
                .toList();
    }

    private static Feature.Categorical sex(Dataset dataset) throws Exception {
        return (Feature.Categorical) new FeatureFitter(dataset.table(), dataset.split())
                .fit(dataset.schema())
                .get(1);
    }

    private static Dataset read(IntFunction<String> sex, String settings) throws Exception {
        return Dataset.read(
                new ByteArrayInputStream(csv(sex).getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings));
    }

    private static String csv(IntFunction<String> sex) {
        return Tables.csv("x,sex,target", 200, row -> row * 1.5 + "," + sex.apply(row) + "," + row * row % 37 * 1.25);
    }
}
