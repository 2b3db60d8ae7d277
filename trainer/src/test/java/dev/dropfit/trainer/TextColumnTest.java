package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.TextPart;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of texts, from the file to the prediction. */
class TextColumnTest {
    private static final String LOGISTIC = "{\"learner\": \"logistic-regression\"}";
    private static final List<String> HAM =
            List.of("meeting", "dinner", "tomorrow", "home", "later", "thanks", "see", "ok", "work", "mum");
    private static final List<String> SPAM =
            List.of("free", "prize", "winner", "cash", "urgent", "claim", "offer", "call", "text", "mobile");
    private static final List<String> COMMON =
            List.of("the", "to", "you", "is", "for", "and", "we", "it", "on", "your", "at", "me", "have", "now");

    /** Messages with some words of their kind, some of the other, and many common ones. */
    private static List<String> messages(int rows, long seed) {
        Random random = new Random(seed);
        List<String> messages = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean spam = row % 4 == 0;
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 6 + random.nextInt(8); word++) {
                double kind = random.nextDouble();
                List<String> words = kind < 0.6 ? COMMON : kind < 0.95 == spam ? SPAM : HAM;
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            messages.add(text.append(row).toString());
        }
        return messages;
    }

    private static String csv(int rows) {
        List<String> messages = messages(rows, 1);
        return Tables.csv(
                "message,age,city,note,target",
                rows,
                row -> messages.get(row) + "," + (row * 37 % 50) + "," + "ABC".charAt(row % 3)
                        + ",a second text with word" + row % 7 + " number " + row + ","
                        + (row % 4 == 0 ? "spam" : "ham"));
    }

    private static Training train(String csv, String settings) throws Exception {
        return Training.of(
                LinearDataset.of(Dataset.read(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings))),
                RunOrigin.ofFile(new Version("20261122T084133Z-1f0c2a9b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic-regression", "gradient-boosting"})
    void wordsTellTheClassesApart(String learner) throws Exception {
        Training training = train(csv(1_500), "{\"learner\": \"" + learner + "\"}");

        assertThat(training.holdout().orElseThrow().metric(Metric.ROC_AUC)).isGreaterThan(0.97);
        assertThat(training.faithful()).isTrue();
        assertThat(training.record().model().features().stream()
                        .filter(feature -> feature.column().equals("message"))
                        .map(FeatureFacts::level)
                        .map(level -> level.orElse("")))
                .contains("free", "(the length)");
    }

    @Test
    void aColumnOfManySentencesIsText() throws Exception {
        Schema schema = Tables.schema(csv(300), "{}");

        assertThat(schema.columns().stream().map(Schema.Role::kind))
                .containsExactly(ColumnKind.TEXT, ColumnKind.NUMERIC, ColumnKind.CATEGORICAL, ColumnKind.TEXT);
        assertThat(schema.columns().get(0).why()).isEqualTo("texts of several words");
    }

    @Test
    void aColumnOfNamesIsTextIfTheSettingsSaySo() throws Exception {
        String csv = Tables.csv("name,x,target", 200, row -> "Miss Smith" + row + "," + row * 1.5 + "," + row % 2);

        assertThat(Tables.schema(csv, "{}").columns().get(0).kind()).isEqualTo(ColumnKind.IGNORE);
        assertThat(Tables.schema(csv, "{\"columns\": {\"name\": \"text\"}}")
                        .columns()
                        .get(0)
                        .kind())
                .isEqualTo(ColumnKind.TEXT);
    }

    @Test
    void theLabelCantBeText() {
        assertThatThrownBy(() -> Tables.schema(csv(100), "{\"columns\": {\"target\": \"text\"}}"))
                .hasMessageContaining("columns.target is text, but it is the label");
    }

    @Test
    void termsAreChosenOnTheTrainingRowsOnly() throws Exception {
        Split split = Split.of(0.2);
        Table table = Tables.read(csv(1_000));
        // A word that only rows of the holdout have.
        boolean[] heldOut = new boolean[table.rows()];
        for (int row = 0; row < heldOut.length; row++) {
            heldOut[row] = split.heldOut(table.shares().get(0)[row]);
        }
        List<String> lines = csv(1_000).lines().collect(Collectors.toCollection(ArrayList::new));
        Feature[] before = features(table, split).toArray(Feature[]::new);

        assertThat(lines).hasSize(heldOut.length + 1);
        assertThat(terms(before)).contains("free", "prize", "dinner");
        int trained = split.count(table, false);
        for (Feature feature : before) {
            if (feature instanceof Feature.Numeric numeric
                    && numeric.text().filter(part -> part.term().equals("free")).isPresent()) {
                long with = 0;
                for (int row = 0; row < heldOut.length; row++) {
                    boolean has = (" " + lines.get(row + 1).replace(',', ' ')).contains(" free ");
                    with += has && !heldOut[row] ? 1 : 0;
                }
                assertThat(numeric.text().get().frequency())
                        .isCloseTo(Math.log((1.0 + trained) / (1 + with)) + 1, within(1e-12));
            }
        }
    }

    @Test
    void theStrongestTermsComeFirstAndTreesUseOnlyThem() throws Exception {
        Table table = Tables.read(csv(1_000));
        List<Feature> features = features(table, Split.of(0.2));
        FeatureTable rows = new FeatureTable(table, features);

        List<String> terms = terms(features.toArray(Feature[]::new));
        assertThat(terms.subList(0, 40)).contains("free", "prize", "cash", "dinner", "meeting");
        assertThat(terms.indexOf("the")).isGreaterThan(terms.indexOf("free"));
        assertThat(rows.isForTrees(0)).isTrue();
        assertThat(rows.isForTrees(60)).isFalse();
    }

    private static List<String> terms(Feature... features) {
        return Input.of(List.of(features)).stream()
                .filter(Input::isText)
                .flatMap(input -> input.features().stream())
                .map(feature -> ((Feature.Numeric) feature).text().orElseThrow().term())
                .skip(1)
                .toList();
    }

    private static List<Feature> features(Table table, Split split) throws Exception {
        return new FeatureFitter(table, split).fit(SchemaInference.infer(table, Settings.NONE));
    }

    /** The same numbers, once as terms that are stored sparsely, once as columns of numbers. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aLinearModelOfTermsIsThatOfTheSameNumbers(int classes) throws Exception {
        List<String> messages = messages(400, 3);
        String texts = Tables.csv(
                "age,message,city,note,height,target",
                400,
                row -> row * 37 % 50 + "," + messages.get(row) + "," + "ABC".charAt(row % 3)
                        + ",a second text with word" + row % 7 + " number " + row + "," + row % 13 * 1.5 + "," + "c"
                        + (row / 3) % classes);
        Table table = Tables.read(texts);
        Schema schema = SchemaInference.infer(table, SettingsReader.read("{\"holdout\": 0}"));
        Split split = Split.of(0);
        List<Feature> features = new FeatureFitter(table, split).fit(schema);
        FeatureTable rows = new FeatureTable(table, features);
        double[][] values = new double[features.size()][Table.CHUNK];
        List<String> names = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            rows.decode(0, f, values[f]);
            names.add("f" + f);
        }
        String numbers = Tables.csv(String.join(",", names) + ",target", 400, row -> {
            StringBuilder line = new StringBuilder();
            for (int f = 0; f < features.size(); f++) {
                line.append(
                                features.get(f) instanceof Feature.Categorical
                                        ? "L" + (int) values[f][row]
                                        : Double.toString(values[f][row]))
                        .append(',');
            }
            return line + "c" + (row / 3) % classes;
        });
        Table plain = Tables.read(numbers);
        List<Feature> same = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            same.add(
                    features.get(f) instanceof Feature.Numeric numeric
                            ? new Feature.Numeric("f" + f, numeric.median(), numeric.mean(), numeric.scale())
                            : new Feature.Categorical("f" + f, List.of("L0", "L1", "L2"), false, false));
        }
        Target target = schema.target();

        LinearScorer ofTerms = new LinearLearner().fit(rows, target, split);
        LinearScorer ofNumbers = new LinearLearner().fit(new FeatureTable(plain, same), target, split);

        for (int k = 0; k < ofTerms.weights().length; k++) {
            assertThat(ofTerms.weights()[k]).containsExactly(ofNumbers.weights()[k], within(2e-3));
        }
    }

    @Test
    void aRequestIsReadLikeARowOfTheFile() throws Exception {
        Table table = Tables.read(csv(300));
        List<Feature> features = features(table, Split.of(0.2));
        FeatureTable rows = new FeatureTable(table, features);
        RowFiller filler = new RowFiller(
                new RowFormat(new Pipeline("", "", "", new Target.Quantity(), features, List.of("target"))));
        List<String> lines = csv(300).lines().toList();
        double[] decoded = new double[Table.CHUNK];
        for (int row = 0; row < 300; row += 29) {
            String[] cells = lines.get(row + 1).split(",", -1);
            for (int input = 0; input < 4; input++) {
                filler.text(input, cells[input]);
            }
            for (int f = 0; f < features.size(); f++) {
                rows.decode(0, f, decoded);
                assertThat(filler.values()[f]).isEqualTo(decoded[row]);
            }
        }
    }

    @Test
    void labelsWithoutAnyConnectionChooseTheMostFrequentTerms() throws Exception {
        List<String> messages = messages(2_000, 5);
        Random random = new Random(7);
        Table table =
                Tables.read(Tables.csv("message,target", 2_000, row -> messages.get(row) + "," + random.nextInt(2)));

        List<String> terms = terms(features(table, Split.of(0.2)).toArray(Feature[]::new));

        assertThat(terms.subList(0, 30)).contains("the", "to", "you");
    }

    @Test
    void textsOfManyLanguagesAreLearned() throws Exception {
        String csv = Tables.csv(
                "text,target",
                400,
                row -> (row % 2 == 0
                                ? "\u8FD9\u5BB6\u9910\u5385\u5F88\u597D\u5403 "
                                : "\u670D\u52A1\u592A\u6162\u4E86\u4E0D\u597D ")
                        + (char) (0x4E00 + row) + (char) (0x5E00 + row) + "," + row % 2);

        Training training = train(csv, LOGISTIC);

        assertThat(training.holdout().orElseThrow().metric(Metric.ROC_AUC)).isEqualTo(1);
    }

    @Test
    void aTextThatIsTheOnlyColumnIsEnough() throws Exception {
        List<String> messages = messages(200, 9);
        Model model = train(
                        Tables.csv(
                                "target,message",
                                200,
                                row -> row % 4 == 0 ? "1," + messages.get(row) : "0," + messages.get(row)),
                        LOGISTIC)
                .model();

        assertThat(model.pipeline().inputs()).hasSize(1);
        assertThat(model.pipeline().features().get(0))
                .matches(feature -> ((Feature.Numeric) feature)
                        .text()
                        .filter(TextPart::isLength)
                        .isPresent());
    }

    @Test
    void numbersWithoutCodesCantBeText() {
        String csv = Tables.csv("x,target", 70_000, row -> row * 1.0001 + "," + row % 2);

        assertThatThrownBy(() -> Tables.schema(csv, "{\"columns\": {\"x\": \"text\"}}"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("sets the column to text, which accepts fewer");
    }
}
