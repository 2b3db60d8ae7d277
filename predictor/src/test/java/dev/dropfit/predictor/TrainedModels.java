package dev.dropfit.predictor;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.SplittableRandom;

/** Small real models, trained on made-up rows. */
public final class TrainedModels {
    static final String CLASSES_SETTINGS = """
        {"label": "sick", "output": "diagnosis", "labels": {"0": "clear", "1": "heart disease"}, "positive": "1",
         "columns": {"id": "ignore", "age": "numeric", "sex": "categorical", "smoker": "categorical"}}\
        """;

    private TrainedModels() {}

    /** Predicts {@code sick}, 0 or 1, from age, sex (1 or 2) and smoker (true or false, some missing). */
    public static byte[] classes(String seconds) {
        return classes(CLASSES_SETTINGS, seconds);
    }

    /** The same by trees. */
    public static byte[] trees(String seconds) {
        return classes(
                CLASSES_SETTINGS.replace("{\"label\"", "{\"learner\": \"gradient-boosting\", \"label\""), seconds);
    }

    /** The same, but a heart disease is predicted from a probability of 1 % on. */
    public static byte[] careful(String seconds) {
        return classes(CLASSES_SETTINGS.replace("{\"label\"", "{\"threshold\": 0.01, \"label\""), seconds);
    }

    /** The same, trained on rows whose labels are the other ones. */
    public static byte[] inverted(String seconds) {
        return classes(CLASSES_SETTINGS, seconds, true, "");
    }

    /** The same, but a row also needs a column {@code weight}. */
    public static byte[] demanding(String seconds) {
        return classes(CLASSES_SETTINGS, seconds, false, "weight");
    }

    private static byte[] classes(String settings, String seconds) {
        return classes(settings, seconds, false, "");
    }

    private static byte[] classes(String settings, String seconds, boolean inverted, String more) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("id,age,sex,smoker," + (more.isEmpty() ? "" : more + ",") + "sick\n");
        for (int i = 0; i < 400; i++) {
            int age = random.nextInt(20, 80);
            int sex = random.nextInt(1, 3);
            boolean smoker = random.nextBoolean();
            boolean sick = random.nextDouble() < 1 / (1 + Math.exp(-(0.1 * (age - 50) + (smoker ? 1 : -1))));
            csv.append(i).append(',').append(age).append(',').append(sex).append(',');
            csv.append(random.nextInt(10) == 0 ? "" : smoker ? "True" : "False");
            csv.append(',').append(more.isEmpty() ? "" : i % 7 + ",");
            csv.append(sick == inverted ? 0 : 1).append('\n');
        }
        return file(csv.toString(), settings, seconds);
    }

    /** Predicts {@code price} from {@code area}, exactly three times as much and five more. */
    public static byte[] quantity(String seconds) {
        StringBuilder csv = new StringBuilder("area,price\n");
        for (int i = 0; i < 2000; i++) {
            csv.append(i / 10.0).append(',').append(3 * (i / 10.0) + 5).append('\n');
        }
        return file(csv.toString(), "{\"output\": \"price\"}", seconds);
    }

    /** Predicts {@code late}, yes or no, from {@code ordered}, a time, and {@code weight}. */
    public static byte[] dates(String seconds) {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder csv = new StringBuilder("ordered,weight,late\n");
        for (int i = 0; i < 300; i++) {
            LocalDateTime ordered = LocalDateTime.of(2025, 1, 1, 0, 0).plusHours(random.nextInt(8000));
            boolean late = random.nextDouble() < (ordered.getHour() > 12 ? 0.8 : 0.3);
            csv.append(ordered).append(',').append(random.nextInt(900) / 10.0).append(late ? ",yes\n" : ",no\n");
        }
        return file(csv.toString(), "{}", seconds);
    }

    /** Predicts {@code good}, yes or no, from a category of 250 levels of 880 characters each. */
    public static byte[] longLevels(String seconds) {
        StringBuilder csv = new StringBuilder("text,good\n");
        for (int i = 0; i < 1000; i++) {
            csv.append(Integer.toString(1000 + i % 250).repeat(220))
                    .append('t')
                    .append(i % 3 == 0 ? ",yes\n" : ",no\n");
        }
        return file(csv.toString(), "{\"columns\": {\"text\": \"categorical\"}}", seconds);
    }

    /** Predicts {@code ill}, yes or no, from 13 columns: numbers, categories with two and with 40 levels, and a date. */
    public static byte[] patients(String seconds) {
        SplittableRandom random = new SplittableRandom(6);
        StringBuilder csv = new StringBuilder("n1,n2,n3,n4,n5,n6,n7,n8,c1,c2,c3,town,since,ill\n");
        for (int i = 0; i < 400; i++) {
            double first = 0;
            for (int n = 0; n < 8; n++) {
                double number = random.nextInt(1000) / 10.0;
                first = n == 0 ? number : first;
                csv.append(number).append(',');
            }
            for (int c = 0; c < 3; c++) {
                csv.append(random.nextBoolean() ? "True," : "False,");
            }
            csv.append("town ").append(random.nextInt(40)).append(',');
            csv.append(LocalDateTime.of(2025, 1, 1, 0, 0).plusHours(random.nextInt(8000)));
            csv.append(random.nextDouble() * 100 < first ? ",yes\n" : ",no\n");
        }
        return file(csv.toString(), "{}", seconds);
    }

    public static Model read(byte[] file) throws IOException {
        return ModelFile.read(file);
    }

    /** Serves a model file as a trainer would: in place of whatever is latest. */
    public static void publish(Bucket models, String name, byte[] file) throws IOException {
        Registry registry = new Registry(models);
        ModelName model = new ModelName(name);
        long latest = registry.findLatest(model).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        registry.publish(model, file, latest);
    }

    /** A model of a CSV. */
    public static byte[] of(String csv, String settings) {
        return file(csv, settings, "01");
    }

    private static byte[] file(String csv, String settings, String seconds) {
        try {
            Dataset dataset = Dataset.read(
                    new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SettingsReader.read(settings));
            Version version = new Version("20261122T0841" + seconds + "Z-00000000");
            RunOrigin origin =
                    new RunOrigin(version.value(), Instant.EPOCH.toString(), "", Optional.empty(), Optional.empty());
            return Training.of(linear(dataset), origin).file();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same dataset for a linear model, which is fitted in a moment, unless its settings name a learner. */
    private static Dataset linear(Dataset dataset) {
        return dataset.settings().learner().isPresent()
                ? dataset
                : new Dataset(
                        dataset.sides(),
                        dataset.schema(),
                        dataset.settings(),
                        LearnerName.linear(dataset.schema().target() instanceof Target.Classes),
                        dataset.previous(),
                        dataset.gate(),
                        dataset.bytes(),
                        dataset.sha256(),
                        dataset.lines());
    }
}
