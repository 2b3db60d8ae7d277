package dev.dropfit.trainer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSpellingsTest {
    @Test
    void labelsThatDifferInCaseOnlyAreOneClassWithANote() throws Exception {
        Dataset dataset = read(row -> row == 55 ? "Yes" : row % 2 == 0 ? "yes" : "no", "{}");

        assertThat(classes(dataset)).containsExactly("no", "yes");
        assertThat(dataset.schema().anomalies())
                .containsExactly(new Anomaly(
                        "label-spelling",
                        "label 'target': 'Yes' in line 57 is read as 'yes'. To have classes of their own, name each"
                                + " spelling in labels in dropfit.json",
                        List.of(57L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES", "\" yes\"", "yes\u00A0", "\"yes \"", "yEs"})
    void blanksAndCaseMakeNoOtherClass(String spelling) throws Exception {
        assertThat(classes(read(row -> row % 9 == 0 ? spelling : row % 2 == 0 ? "yes" : "no", "{}")))
                .containsExactly("no", "yes");
    }

    @Test
    void codesWithACapitalInsideStayApart() throws Exception {
        assertThat(classes(read(row -> row % 3 == 0 ? "hid" : row % 3 == 1 ? "hId" : "hod", "{}")))
                .containsExactly("hId", "hid", "hod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"very  good", "Very Good", "very\u00A0good"})
    void blanksBetweenWordsCountAsOne(String spelling) throws Exception {
        assertThat(classes(read(row -> row % 9 == 0 ? spelling : row % 2 == 0 ? "very good" : "bad", "{}")))
                .containsExactly("bad", "very good");
    }

    @Test
    void theMostFrequentSpellingIsKeptAndItsRowsAreCounted() throws Exception {
        Dataset dataset = read(row -> row % 10 < 3 ? "yes" : row % 10 < 7 ? "Yes" : "no", "{}");

        assertThat(classes(dataset)).containsExactly("no", "Yes");
        Column label = dataset.table().labelColumn();
        assertThat(label.distinctValues()).isEqualTo(2);
        assertThat(dataset.schema().notes())
                .contains(
                        "label 'target': 'yes' in 60 rows, first in line 2, is read as 'Yes'. To have classes of their"
                                + " own, name each spelling in labels in dropfit.json");
    }

    @Test
    void theSpellingOfThePreviousModelIsKept() throws Exception {
        String csv = csv(row -> row % 10 < 3 ? "yes" : row % 10 < 7 ? "Yes" : "NO");

        Table table = LabelSpellings.merge(Tables.read(csv), List.of(), List.of("no", "yes"));

        Column label = table.labelColumn();
        assertThat(SchemaInference.infer(table, Settings.NONE).target())
                .isEqualTo(new Target.Classes(List.of("no", "yes"), java.util.Map.of()));
        assertThat(label.distinctValues()).isEqualTo(2);
        assertThat(table.anomalies().get(0).message())
                .isEqualTo("label 'target': 'Yes' in 80 rows, first in line 5, is read as 'yes', 'NO' in 60 rows,"
                        + " first in line 9, is read as 'no', as in the previous model. To have classes of"
                        + " their own, name each spelling in labels in dropfit.json");
    }

    @Test
    void spellingsThatSettingsNameStayApart() throws Exception {
        assertThat(classes(read(
                        row -> row % 3 == 0 ? "m" : row % 3 == 1 ? "M" : "x",
                        "{\"labels\":{\"m\":\"metre\",\"M\":\"mega\"}}")))
                .containsExactly("M", "m", "x");
    }

    @Test
    void manyLettersInBothCasesAreLetters() throws Exception {
        assertThat(classes(read(row -> String.valueOf((char) ((row % 2 == 0 ? 'a' : 'A') + row / 2 % 5)), "{}")))
                .hasSize(10);
    }

    @Test
    void settingsMayUseAnySpelling() throws Exception {
        Dataset dataset = read(
                row -> row % 2 == 0 ? "yes" : "no",
                "{\"positive\":\"No\",\"labels\":{\"YES\":\"bought\",\"no\":\"left\"}}");

        Target.Classes classes = (Target.Classes) dataset.schema().target();
        assertThat(classes.values()).containsExactly("yes", "no");
        assertThat(classes.name(0)).isEqualTo("bought");
        assertThat(dataset.schema().anomalies()).isEmpty();
    }

    @Test
    void aLabelOfOneSpellingIsUnchanged() throws Exception {
        Table table = Tables.read(csv(row -> row % 2 == 0 ? "yes" : "no"));

        assertThat(LabelSpellings.merge(table, List.of(), List.of("no", "yes"))).isSameAs(table);
        assertThat(LabelSpellings.merge(table, List.of(), List.of("0", "1"))).isSameAs(table);
    }

    private static List<String> classes(Dataset dataset) {
        return ((Target.Classes) dataset.schema().target()).values();
    }

    private static Dataset read(IntFunction<String> label, String settings) throws Exception {
        return Dataset.read(
                new ByteArrayInputStream(csv(label).getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings));
    }

    private static String csv(IntFunction<String> label) {
        return Tables.csv("x,target", 200, row -> row * 1.5 + "," + label.apply(row));
    }
}
