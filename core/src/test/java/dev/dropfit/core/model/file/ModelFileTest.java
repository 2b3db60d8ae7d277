package dev.dropfit.core.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.format.TimeNumber;
import dev.dropfit.core.format.UnitNotation;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed files are what the first release wrote; they must stay readable and predict what they did. */
final class ModelFileTest {
    @Test
    void aModelOfFormat1StillPredictsClasses() throws IOException {
        Model model = ModelFile.read(golden("classes"));
        double[] scores = new double[2];

        model.scorer().score(row(model, "48,1,1,130,230,0,0,174,0,0.2,1,0,2"), scores);

        assertThat(scores[1]).isCloseTo(0.8867994915919107, within(1e-12));
        assertThat(scores[0] + scores[1]).isEqualTo(1);
        assertThat(model.version()).startsWith("19700101T000000Z-");
        assertThat(model.pipeline().target())
                .isInstanceOfSatisfying(
                        Target.Classes.class,
                        classes -> assertThat(classes.name(1)).isEqualTo("heart-disease"));
    }

    @Test
    void aModelOfFormat1StillPredictsAQuantity() throws IOException {
        Model model = ModelFile.read(golden("quantity"));
        double[] scores = new double[1];

        model.scorer().score(row(model, "49.1,2.5,2,1976,5.6,gas,no"), scores);

        assertThat(scores[0]).isCloseTo(688.544508687244, within(1e-9));
    }

    @Test
    void aModelOfFormat2StillPredictsFromDates() throws IOException {
        Model model = ModelFile.read(read("format-2-dates"));
        List<Input> inputs = model.pipeline().inputs();
        double[] row = new double[model.pipeline().features().size()];
        double[] scores = new double[2];

        inputs.get(0).fill(DateTimes.seconds("2026-11-22T08:41:33+01:00"), row);
        row[inputs.get(1).first()] = 12;
        row[inputs.get(2).first()] = ((Feature.Categorical) inputs.get(2).feature()).code("team");
        model.scorer().score(row, scores);

        assertThat(scores[1]).isCloseTo(0.9979828474477184, within(1e-12));
        assertThat(inputs).extracting(Input::column).containsExactly("signup", "visits", "plan");
        assertThat(PipelineJson.write(model.pipeline(), PipelineJson.FORMAT_OF_LINEAR_MODELS))
                .isEqualTo(json(unzip(read("format-2-dates")), "pipeline.json"));
    }

    @Test
    void treesOfFormat3StillPredictClasses() throws IOException {
        Model model = ModelFile.read(read("format-3-trees-classes"));
        double[] scores = new double[3];

        model.scorer().score(row(model, "51,blue,7.25"), scores);

        assertThat(scores)
                .containsExactly(
                        new double[] {0.2032623376625231, 0.5200850579862886, 0.27665260435118844}, within(1e-12));
        assertThat(model.scorer())
                .isInstanceOfSatisfying(
                        TreeScorer.class,
                        trees -> assertThat(trees.trees())
                                .hasSize(3)
                                .allSatisfy(rounds -> assertThat(rounds).hasSize(4)));
    }

    @Test
    void treesOfFormat3StillPredictAQuantity() throws IOException {
        Model model = ModelFile.read(read("format-3-trees-quantity"));
        double[] scores = new double[1];

        model.scorer().score(row(model, "NA,red,12"), scores);

        assertThat(scores[0]).isCloseTo(1.1088695228099823, within(1e-12));
    }

    @Test
    void aBlendOfFormat5StillPredictsClasses() throws IOException {
        Model model = ModelFile.read(read("format-5-blend"));
        double[] scores = new double[3];

        model.scorer().score(row(model, "51,blue,7.25"), scores);

        assertThat(scores)
                .containsExactly(
                        new double[] {0.02411304058734265, 0.8302058985161308, 0.14568106089652647}, within(1e-12));
        assertThat(model.scorer()).isInstanceOf(BlendScorer.class);
    }

    @Test
    void treesOfFormat5StillHaveTheirDirectionsForMissingNumbers() throws IOException {
        Model model = ModelFile.read(read("format-5-directions"));
        double[] missing = new double[1];
        double[] median = new double[1];

        model.scorer().score(row(model, "NA,blue,NA"), missing);
        model.scorer().score(row(model, "50,blue,10"), median);

        assertThat(missing[0]).isCloseTo(0.9947907216846943, within(1e-12));
        assertThat(median[0]).isCloseTo(0.02069615200161934, within(1e-12));
        assertThat(model.scorer().learnedMissing()).isTrue();
    }

    @Test
    void treesOfFormat5StillSplitByTheOrderOfLevels() throws IOException {
        Model model = ModelFile.read(read("format-5-order"));

        assertThat(score(model, "50,high")).isEqualTo(4.5);
        assertThat(score(model, "30,low")).isEqualTo(1.5);
        assertThat(score(model, "50,none")).isEqualTo(2.5);
        assertThat(score(model, "50,NA")).isEqualTo(3.5);
        assertThat(score(model, "50,a rare one")).isEqualTo(3.5);
    }

    @Test
    void aModelOfFormat5StillReadsYearsOfTwoDigits() throws IOException {
        Model model = ModelFile.read(read("format-5-short-dates"));
        RowFiller filler = new RowFiller(new RowFormat(model.pipeline()));
        double[] scores = new double[2];

        filler.text(0, "20.01.60");
        filler.text(1, "10/97");
        filler.text(2, "22-06-20");
        model.scorer().score(filler.values(), scores);

        assertThat(scores).containsExactly(new double[] {0.16614688126179702, 0.833853118738203}, within(1e-12));
    }

    private static double score(Model model, String csv) throws IOException {
        double[] scores = new double[1];
        model.scorer().score(row(model, csv), scores);
        return scores[0];
    }

    @Test
    void treesWithoutDirectionsNeedFormat5OnlyInABlend() throws IOException {
        Map<String, byte[]> entries = unzip(read("format-5-blend"));
        Pipeline pipeline = PipelineJson.read(json(entries, "pipeline.json"));
        byte[] trees = part(entries, "model.tribuo");
        JsonObject metrics = json(entries, "metrics.json");

        byte[] blend = ModelFile.write(
                new TribuoModels(trees, Optional.of(part(entries, "linear.tribuo"))),
                pipeline,
                metrics,
                Optional.empty());
        byte[] single = ModelFile.write(trees, pipeline, metrics);

        assertThat(unzip(blend)).containsExactlyInAnyOrderEntriesOf(entries);
        assertThat(json(unzip(single), "pipeline.json").get("format").getAsInt())
                .isEqualTo(3);
    }

    @Test
    void aBlendNeedsBothOfItsModels() throws IOException {
        Map<String, byte[]> entries = unzip(read("format-5-blend"));
        Map<String, byte[]> without = new LinkedHashMap<>(entries);
        without.remove("linear.tribuo");
        Map<String, byte[]> twice = new LinkedHashMap<>(entries);
        twice.put("linear.tribuo", part(entries, "model.tribuo"));

        assertThatThrownBy(() -> ModelFile.read(zip(without)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("The model file has no linear.tribuo");
        assertThatThrownBy(() -> ModelFile.read(zip(twice)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("trees in model.tribuo, and a linear model in linear.tribuo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"model.tribuo\"", "[]", "[\"linear.tribuo\"]", "[\"model.tribuo\", {}]"})
    void anotherListOfModelsIsRejected(String list) throws IOException {
        Map<String, byte[]> entries = unzip(read("format-5-blend"));
        JsonObject pipeline = json(entries, "pipeline.json");
        pipeline.add("models", JsonParser.parseString(list));
        entries.put("pipeline.json", pipeline.toString().getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ModelFile.read(zip(entries)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("models");
    }

    @Test
    void theBaseScoreOfAQuantityIsAdded() throws IOException {
        Model model = ModelFile.read(quantityTreesWith("\"base_score\":\"0E0\"", "\"base_score\":\"1E1\""));
        double[] row = row(model, "NA,red,12");
        double[] scores = new double[1];
        double[] contributions = new double[row.length];

        model.scorer().score(row, scores);
        double base = model.scorer().contributions(row, 0, contributions);

        assertThat(scores[0]).isCloseTo(11.108869522809982, within(1e-12));
        assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(scores[0], within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"default_left\":[1 | \"default_left\":[0 | sends missing values and zeros different ways",
                "\"left_children\":[1 | \"left_children\":[2 | must be neighbours",
                "\"split_type\":[0, | \"split_type\":[1, | a split of type 1",
                "\"split_indices\":[0, | \"split_indices\":[9, | by the feature 9",
                "\"tree_info\":[0 | \"tree_info\":[1 | a tree for output 1 of 1",
                "\"tree_info\":[0,0 | \"tree_info\":[0.0 | 4 trees, but outputs for 3",
                "reg:squarederror | reg:squaredXrror | pipeline.json needs gbtree for reg:squarederror with 0",
                "\"base_score\":\"0E0\" | \"base_score\":\"NaN\" | The base score is NaN",
                "{\"learner\" | {1learner\" | in another format than JSON",
                "{\"learner\": | {\"learner\"; | not in the format of XGBoost at line 1",
                "\"model\":{ | \"model\":[ | not in the format of XGBoost at line 1"
            })
    void treesThatXgboostWouldScoreDifferentlyAreRejected(String from, String to, String message) throws IOException {
        byte[] file = quantityTreesWith(from, to);

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aModelOfFormat4StillReadsNotations() throws IOException {
        Model model = ModelFile.read(read("format-4-notations"));
        RowFiller filler = new RowFiller(new RowFormat(model.pipeline()));
        double[] scores = new double[2];

        List<String> cells = List.of("$1,187.88", "04.12.2024", "1:48:19", "not asked", "1700000000");
        for (int input = 0; input < cells.size(); input++) {
            filler.text(input, cells.get(input));
        }
        model.scorer().score(filler.values(), scores);

        assertThat(scores[1]).isCloseTo(0.1702323260845127, within(1e-12));
        assertThat(PipelineJson.write(model.pipeline(), PipelineJson.FORMAT_OF_LINEAR_MODELS))
                .isEqualTo(json(unzip(read("format-4-notations")), "pipeline.json"));
    }

    @Test
    void aModelOfFormat5StillPredictsANumberFromItsLogarithm() throws IOException {
        Model model = ModelFile.read(read("format-5-logarithm"));
        double[] scores = new double[1];
        double[] unusual = new double[1];

        model.scorer().score(row(model, "60,west,3"), scores);
        model.scorer().score(row(model, "900,west,3"), unusual);

        assertThat(scores[0]).isCloseTo(598.903893768145, within(1e-9));
        assertThat(unusual[0]).isEqualTo(7394.9);
        assertThat(PipelineJson.write(model.pipeline(), PipelineJson.FORMAT_OF_LINEAR_MODELS))
                .isEqualTo(json(unzip(read("format-5-logarithm")), "pipeline.json"));
    }

    @Test
    void aModelOfFormat5StillReadsTexts() throws IOException {
        Model model = ModelFile.read(read("format-5-texts"));
        RowFiller filler = new RowFiller(new RowFormat(model.pipeline()));
        double[] scores = new double[2];

        filler.text(0, "Claim your FREE prize now: http://a.org");
        filler.text(1, "33");
        model.scorer().score(filler.values(), scores);

        assertThat(scores[1]).isCloseTo(0.3833273983052285, within(1e-12));
        assertThat(PipelineJson.write(model.pipeline(), PipelineJson.FORMAT_OF_LINEAR_MODELS))
                .isEqualTo(json(unzip(read("format-5-texts")), "pipeline.json"));
    }

    @Test
    void differentUnitsOfAColumnAreWrittenAndReadBack() throws IOException {
        Pipeline pipeline = PipelineJson.read(json(unzip(read("format-2-dates")), "pipeline.json"));
        ColumnFormat kilograms = new ColumnFormat(
                Optional.of(new UnitNotation(new NumberNotation(',', '.', "", "", false), "kg")), List.of());
        Pipeline units = pipeline.accepting(
                List.of("country", "signup", "visits", "plan"), List.of("plan"), Map.of("visits", kilograms));

        JsonObject written = PipelineJson.write(units, PipelineJson.FORMAT_OF_LINEAR_MODELS);

        assertThat(written.get("format").getAsInt()).isEqualTo(4);
        assertThat(PipelineJson.read(written).formats()).isEqualTo(Map.of("visits", kilograms));
    }

    @Test
    void numbersWithMarksAreWrittenAndReadBack() throws IOException {
        Pipeline pipeline = PipelineJson.read(json(unzip(read("format-2-dates")), "pipeline.json"));
        ColumnFormat marked = new ColumnFormat(
                Optional.of(new MarkedNotation(new NumberNotation(',', '.', "", "", false))), List.of());
        Pipeline marks = pipeline.accepting(
                List.of("country", "signup", "visits", "plan"), List.of("plan"), Map.of("visits", marked));

        JsonObject written = PipelineJson.write(marks, PipelineJson.FORMAT_OF_LINEAR_MODELS);

        assertThat(written.get("format").getAsInt()).isEqualTo(5);
        assertThat(PipelineJson.read(written).formats()).isEqualTo(Map.of("visits", marked));
    }

    @Test
    void numbersOfSeveralAndMonthsAreWrittenAndReadBack() throws IOException {
        Pipeline pipeline = PipelineJson.read(json(unzip(read("format-2-dates")), "pipeline.json"));
        List<Notation> notations = new ArrayList<>(List.of(CompoundNumber.values()));
        notations.add(TimeNumber.COMPACT_MONTH);
        notations.add(TimeNumber.EXCEL_DAYS);
        notations.add(new DateNotation(true, 1930));
        notations.add(new DateNotation(DateNotation.Parts.YEAR_MONTH_DAY, 1969));
        notations.add(new DateNotation(DateNotation.Parts.MONTH_YEAR, 1930));
        for (Notation notation : notations) {
            ColumnFormat format = new ColumnFormat(Optional.of(notation), List.of());
            Pipeline several = pipeline.accepting(
                    List.of("country", "signup", "visits", "plan"), List.of("plan"), Map.of("visits", format));

            JsonObject written = PipelineJson.write(several, PipelineJson.FORMAT_OF_LINEAR_MODELS);

            assertThat(written.get("format").getAsInt()).isEqualTo(5);
            assertThat(PipelineJson.read(written).formats()).isEqualTo(Map.of("visits", format));
        }
    }

    @Test
    void theColumnsOfEarlierModelsNeedFormat4() throws IOException {
        Pipeline dates = PipelineJson.read(json(unzip(read("format-2-dates")), "pipeline.json"));
        Pipeline earlier = dates.accepting(List.of("country", "signup", "visits", "plan"), List.of("plan"), Map.of());

        JsonObject written = PipelineJson.write(earlier, PipelineJson.FORMAT_OF_LINEAR_MODELS);

        assertThat(written.get("format").getAsInt()).isEqualTo(4);
        assertThat(PipelineJson.read(written).positions()).isEqualTo(earlier.positions());
        assertThat(PipelineJson.read(written).optional()).containsExactly("plan");
    }

    @Test
    void aThresholdNeedsFormat4() throws IOException {
        Pipeline plain = PipelineJson.read(json(unzip(read("format-2-dates")), "pipeline.json"));
        Pipeline dates = new Pipeline(
                plain.label(),
                plain.output(),
                plain.learner(),
                new Target.Classes(List.of("no", "yes"), Map.of()),
                plain.features(),
                plain.ignored());

        JsonObject written = PipelineJson.write(dates.withThreshold(0.25), PipelineJson.FORMAT_OF_LINEAR_MODELS);

        assertThat(written.get("format").getAsInt()).isEqualTo(4);
        assertThat(PipelineJson.read(written).threshold()).hasValue(0.25);
        assertThat(PipelineJson.write(dates, PipelineJson.FORMAT_OF_LINEAR_MODELS)
                        .has("threshold"))
                .isFalse();
        written.addProperty("threshold", 2);
        assertThatThrownBy(() -> PipelineJson.read(written)).isInstanceOf(InvalidModelException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"positions\": [\"signup\", \"visits\"], \"optional\": []",
                "\"positions\": [\"plan\", \"signup\", \"plan\", \"visits\"], \"optional\": []",
                "\"positions\": [\"signup\", \"visits\", \"plan\"], \"optional\": [\"country\"]",
                "\"positions\": [\"signup\", \"visits\", \"plan\"]"
            })
    void columnsOfEarlierModelsThatDoNotFitTheFeaturesAreRejected(String fields) throws IOException {
        JsonObject json = json(unzip(read("format-2-dates")), "pipeline.json");
        JsonParser.parseString("{" + fields + "}").getAsJsonObject().asMap().forEach(json::add);

        assertThatThrownBy(() -> PipelineJson.read(json)).isInstanceOf(InvalidModelException.class);
    }

    @Test
    void onlyTreesNeedFormat3() throws IOException {
        Map<String, byte[]> entries = unzip(read("format-3-trees-quantity"));
        Pipeline pipeline = PipelineJson.read(json(entries, "pipeline.json"));
        JsonObject metrics = json(entries, "metrics.json");

        byte[] trees = ModelFile.write(part(entries, "model.tribuo"), pipeline, metrics);
        byte[] linear = ModelFile.write(part(unzip(golden("quantity")), "model.tribuo"), pipeline, metrics);

        assertThat(json(unzip(trees), "pipeline.json").get("format").getAsInt()).isEqualTo(3);
        assertThat(json(unzip(linear), "pipeline.json").get("format").getAsInt())
                .isEqualTo(1);
    }

    @Test
    void aSampleOfRowsIsAPartThatIsNotNeeded() throws IOException {
        Map<String, byte[]> entries = unzip(golden("classes"));
        Pipeline pipeline = PipelineJson.read(json(entries, "pipeline.json"));
        RowSample rows = RowSample.of(9, new long[] {4}, new short[] {1});

        byte[] file = ModelFile.write(
                TribuoModels.of(part(entries, "model.tribuo")),
                pipeline,
                json(entries, "metrics.json"),
                Optional.of(rows));
        Map<String, byte[]> damaged = unzip(file);
        damaged.put("rows.bin", new byte[3]);

        assertThat(ModelFile.readRows(file))
                .hasValueSatisfying(read -> assertThat(read.toBytes()).isEqualTo(rows.toBytes()));
        assertThat(ModelFile.readRows(golden("classes"))).isEmpty();
        assertThat(ModelFile.readRows(zip(damaged))).isEmpty();
        assertThat(ModelFile.read(zip(damaged)).pipeline().target()).isEqualTo(pipeline.target());
    }

    @Test
    void contributionsAndTheBaseAddUpToTheLogarithmOfANumber() throws IOException {
        Map<String, byte[]> entries = unzip(golden("quantity"));
        Pipeline plain = PipelineJson.read(json(entries, "pipeline.json"));
        Link link = Link.logarithm(2, 0, 1e300).withFactor(1.25);
        byte[] file =
                ModelFile.write(part(entries, "model.tribuo"), quantity(plain, link), json(entries, "metrics.json"));
        Model model = ModelFile.read(file);
        double[] row = row(model, "49.1,2.5,NA,1976,5.6,coal,no");
        double[] scores = new double[1];
        double[] contributions = new double[row.length];

        double base = model.scorer().contributions(row, 0, contributions);
        model.scorer().score(row, scores);

        assertThat(json(unzip(file), "pipeline.json").get("format").getAsInt()).isEqualTo(5);
        assertThat(model.pipeline().target()).isEqualTo(new Target.Quantity(link));
        assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(Math.log(scores[0] + 2), within(1e-9));
    }

    /** An older release reads the file and predicts the same numbers, the negative ones too. */
    @Test
    void aNumberThatIsNeverNegativeKeepsItsFormat() throws IOException {
        Map<String, byte[]> entries = unzip(golden("quantity"));
        Pipeline plain = PipelineJson.read(json(entries, "pipeline.json"));

        JsonObject written =
                PipelineJson.write(quantity(plain, Link.NOT_NEGATIVE), PipelineJson.FORMAT_OF_LINEAR_MODELS);

        assertThat(written.get("format").getAsInt())
                .isEqualTo(PipelineJson.write(plain, PipelineJson.FORMAT_OF_LINEAR_MODELS)
                        .get("format")
                        .getAsInt());
        assertThat(PipelineJson.read(written).target()).isEqualTo(new Target.Quantity(Link.NOT_NEGATIVE));
    }

    /** An older release reads the file, and other spellings are values to it that training has not seen. */
    @Test
    void aCategoryOfAnySpellingKeepsItsFormat() throws IOException {
        Feature.Categorical exact = new Feature.Categorical("city", List.of("Bonn", "Ulm"), false, false);

        JsonObject written = PipelineJson.write(only(exact.ofAnySpelling()), PipelineJson.FORMAT_OF_LINEAR_MODELS);
        Feature.Categorical read =
                (Feature.Categorical) PipelineJson.read(written).features().get(0);

        assertThat(written.get("format").getAsInt()).isEqualTo(PipelineJson.FORMAT_OF_LINEAR_MODELS);
        assertThat(read.code("ULM ")).isEqualTo(1);
        assertThat(PipelineJson.write(only(exact), PipelineJson.FORMAT_OF_LINEAR_MODELS)
                        .toString())
                .doesNotContain("any_spelling");
    }

    private static Pipeline only(Feature feature) {
        return new Pipeline("label", "output", "none", new Target.Quantity(), List.of(feature), List.of());
    }

    @Test
    void anUnknownLinkIsRefused() throws IOException {
        JsonObject json = json(unzip(golden("quantity")), "pipeline.json");
        JsonObject link = new JsonObject();
        link.addProperty("function", "square");
        json.add("link", link);

        assertThatThrownBy(() -> PipelineJson.read(json))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("pipeline.json is not a pipeline: unknown link square");
    }

    private static Pipeline quantity(Pipeline plain, Link link) {
        return new Pipeline(
                plain.label(),
                plain.output(),
                plain.learner(),
                new Target.Quantity(link),
                plain.features(),
                plain.ignored());
    }

    @Test
    void contributionsAndTheBaseAddUpToTheScore() throws IOException {
        Model model = ModelFile.read(golden("quantity"));
        double[] row = row(model, "49.1,2.5,NA,1976,5.6,coal,no");
        double[] scores = new double[1];
        double[] contributions = new double[row.length];

        double base = model.scorer().contributions(row, 0, contributions);
        model.scorer().score(row, scores);

        assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(scores[0], within(1e-9));
    }

    @Test
    void theSameModelGivesTheSameBytesInEveryTimeZone() throws IOException {
        Map<String, byte[]> entries = unzip(golden("classes"));
        Pipeline pipeline = PipelineJson.read(json(entries, "pipeline.json"));
        TimeZone here = TimeZone.getDefault();
        List<byte[]> written = new ArrayList<>();

        try {
            for (String zone : List.of("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                written.add(ModelFile.write(part(entries, "model.tribuo"), pipeline, json(entries, "metrics.json")));
            }
        } finally {
            TimeZone.setDefault(here);
        }

        assertThat(written).allSatisfy(bytes -> assertThat(bytes).isEqualTo(written.get(0)));
        assertThat(unzip(written.get(0))).containsExactlyInAnyOrderEntriesOf(entries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.tribuo", "pipeline.json", "metrics.json"})
    void aFileWithAMissingPartIsRejected(String part) throws IOException {
        Map<String, byte[]> entries = unzip(golden("classes"));
        entries.remove(part);

        assertThatThrownBy(() -> ModelFile.read(zip(entries)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("The model file has no " + part);
    }

    @Test
    void aNewerFormatIsRejectedByItsNumber() throws IOException {
        Map<String, byte[]> entries = unzip(golden("classes"));
        JsonObject pipeline = json(entries, "pipeline.json");
        pipeline.addProperty("format", 6);
        entries.put("pipeline.json", pipeline.toString().getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ModelFile.read(zip(entries)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("pipeline.json has format 6; this version of Dropfit reads formats 1 to 5");
    }

    @Test
    void weightsOfAnotherPipelineAreRejected() throws IOException {
        Map<String, byte[]> entries = unzip(golden("classes"));
        entries.put("model.tribuo", part(unzip(golden("quantity")), "model.tribuo"));

        assertThatThrownBy(() -> ModelFile.read(zip(entries))).isInstanceOf(InvalidModelException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"format-1-classes", "format-3-trees-classes", "format-5-blend", "format-5-directions"})
    void aDamagedFileIsReadOrRejected(String name) throws IOException {
        byte[] whole = read(name);
        Map<String, byte[]> entries = unzip(whole);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged;
            if (i % 2 == 0) {
                damaged = damage(whole, random);
            } else {
                Map<String, byte[]> parts = new LinkedHashMap<>(entries);
                String part = random.nextBoolean() ? "model.tribuo" : "pipeline.json";
                parts.put(part, damage(part(entries, part), random));
                damaged = zip(parts);
            }
            try {
                ModelFile.read(damaged);
            } catch (InvalidModelException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static byte[] damage(byte[] content, SplittableRandom random) {
        byte[] damaged =
                Arrays.copyOf(content, random.nextInt(4) == 0 ? random.nextInt(content.length) : content.length);
        for (int change = 0; damaged.length > 0 && change < 3; change++) {
            // A changed digit keeps the text valid and changes its meaning.
            damaged[random.nextInt(damaged.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt() : '0' + random.nextInt(10));
        }
        return damaged;
    }

    private static double[] row(Model model, String cells) {
        String[] texts = cells.split(",", -1);
        double[] row = new double[texts.length];
        for (int f = 0; f < row.length; f++) {
            Feature feature = model.pipeline().features().get(f);
            if (Values.isMissing(texts[f])) {
                row[f] = feature.missing();
            } else if (feature instanceof Feature.Categorical categorical) {
                row[f] = categorical.code(texts[f]);
            } else {
                row[f] = Double.parseDouble(texts[f]);
            }
        }
        return row;
    }

    /** The trees of a quantity with a piece of text changed for another, of the same length. */
    private static byte[] quantityTreesWith(String from, String to) throws IOException {
        Map<String, byte[]> entries = unzip(read("format-3-trees-quantity"));
        String model = new String(part(entries, "model.tribuo"), StandardCharsets.ISO_8859_1);
        int at = model.indexOf(from);
        assertThat(at).isPositive();
        entries.put(
                "model.tribuo",
                (model.substring(0, at) + to + model.substring(at + to.length()))
                        .getBytes(StandardCharsets.ISO_8859_1));
        return zip(entries);
    }

    private static byte[] golden(String name) throws IOException {
        return read("format-1-" + name);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ModelFileTest.class.getResourceAsStream(name + ".zip"))) {
            return in.readAllBytes();
        }
    }

    private static JsonObject json(Map<String, byte[]> entries, String name) {
        return JsonParser.parseString(new String(part(entries, name), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static byte[] part(Map<String, byte[]> entries, String name) {
        return Objects.requireNonNull(entries.get(name));
    }

    private static Map<String, byte[]> unzip(byte[] content) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
