package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is said of a dataset compared with that of the previous model, over many pairs of datasets whose difference is known. {@code
 * -Ddropfit.pairs=1000} runs the pairs that {@code docs/adr/0028} reports.
 */
final class DriftSimulationTest {
    private static final int PAIRS = Integer.getInteger("dropfit.pairs", 3);

    /** Of a dataset. */
    private static final int ROWS = 2000;

    /** What happened to the new dataset, and the name of the anomaly that says so. */
    private enum Scene {
        SAME("", Verdict.SERVED),
        GROWN("", Verdict.SERVED),
        SMALLER("", Verdict.SERVED),
        LARGER("", Verdict.SERVED),
        LABELS_REDRAWN_90("", Verdict.REJECTED),
        LABELS_REDRAWN_50("", Verdict.REJECTED),
        LABELS_SHUFFLED("shuffled-labels", Verdict.REJECTED),
        LABELS_SWAPPED("swapped-labels", Verdict.REJECTED),
        COLUMNS_SWAPPED("swapped-columns", Verdict.REJECTED),
        NEW_ROWS_REDRAWN("", Verdict.REJECTED),
        COLUMN_SHUFFLED("mixed-up-column", Verdict.REJECTED),
        UNIT_X100("unit-jump", Verdict.REJECTED),
        INCHES("unit-jump", Verdict.SERVED),
        HALF_MISSING("missing-share", Verdict.EITHER),
        NEW_LEVEL("new-values", Verdict.SERVED),
        OUT_OF_RANGE("range", Verdict.SERVED),
        OTHER_PEOPLE("moved-column", Verdict.SERVED),
        OTHER_SHARE("moved-label", Verdict.EITHER),
        WRITTEN_TWICE("duplicated-file", Verdict.SERVED),
        CUT_OFF("truncated-file", Verdict.SERVED),
        RELABELLED("changed-labels", Verdict.EITHER),
        CONSTANT("became-constant", Verdict.REJECTED);

        /** Whether the run is rejected because the data changed; otherwise the gate judges the models. */
        private enum Verdict {
            REJECTED,
            SERVED,
            EITHER
        }

        private final String anomaly;
        private final Verdict verdict;

        Scene(String anomaly, Verdict verdict) {
            this.anomaly = anomaly;
            this.verdict = verdict;
        }
    }

    /** A pair's outcome. */
    private record Outcome(boolean promoted, List<String> reasons, List<Anomaly> notes) {
        boolean says(String name) {
            return notes.stream().anyMatch(note -> note.name().equals(name));
        }

        boolean dataChanged() {
            return reasons.stream().anyMatch(reason -> reason.startsWith("the data changed"));
        }
    }

    @ParameterizedTest
    @CsvSource({"300", "3000"})
    void aFreshSampleOfTheSamePopulationIsNotNoted(int rows) throws Exception {
        List<Outcome> outcomes = outcomes(Scene.SAME, rows);

        assertThat(outcomes.stream()
                        .flatMap(outcome -> outcome.notes().stream())
                        .map(Anomaly::message))
                .hasSizeLessThanOrEqualTo(Math.max(1, PAIRS / 100));
    }

    @ParameterizedTest
    @EnumSource(value = Scene.class, names = "SAME", mode = EnumSource.Mode.EXCLUDE)
    void badDataIsNamed(Scene scene) throws Exception {
        List<Outcome> outcomes = outcomes(scene, ROWS);

        if (scene.anomaly.isEmpty() && scene.verdict == Scene.Verdict.SERVED) {
            assertThat(outcomes.stream()
                            .filter(outcome -> !outcome.notes().isEmpty())
                            .count())
                    .isLessThanOrEqualTo(Math.max(1, PAIRS / 100));
        }
        if (!scene.anomaly.isEmpty()) {
            assertThat(outcomes.stream()
                            .filter(outcome -> outcome.says(scene.anomaly))
                            .count())
                    .isGreaterThanOrEqualTo((long) Math.floor(0.95 * PAIRS));
        }
        long rejected = outcomes.stream().filter(Outcome::dataChanged).count();
        if (scene.verdict == Scene.Verdict.REJECTED) {
            assertThat(rejected).isGreaterThanOrEqualTo((long) Math.floor(0.95 * PAIRS));
        }
        if (scene.verdict == Scene.Verdict.SERVED) {
            assertThat(rejected).isLessThanOrEqualTo(Math.max(1, PAIRS / 20));
        }
    }

    private static List<Outcome> outcomes(Scene scene, int rows) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, Integer> names = new TreeMap<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            Outcome outcome = outcome(scene, rows, new SplittableRandom(1_000_003L * pair + rows));
            outcomes.add(outcome);
            outcome.notes().stream().map(Anomaly::name).distinct().forEach(name -> names.merge(name, 1, Integer::sum));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d rows: %.1f %% promoted, %.1f %% 'the data changed', %s%n",
                scene,
                rows,
                100.0 * outcomes.stream().filter(Outcome::promoted).count() / PAIRS,
                100.0 * outcomes.stream().filter(Outcome::dataChanged).count() / PAIRS,
                names);
        return outcomes;
    }

    private static Outcome outcome(Scene scene, int rows, SplittableRandom random) throws Exception {
        List<String[]> before = People.draw(rows, random);
        List<String[]> now = People.changed(scene.name(), before, rows, random);
        Training champion = train(before, Optional.empty());
        Training challenger = train(now, Optional.of(champion.model()));
        Latest latest =
                new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), "");
        Judgement judgement = Judgement.of(challenger, latest);
        List<Anomaly> notes = new ArrayList<>(judgement.notes());
        challenger.record().model().anomalies().stream()
                .filter(note -> note.name().equals("duplicated-file"))
                .forEach(notes::add);
        return new Outcome(judgement.result().promoted(), judgement.result().reasons(), notes);
    }

    private static Training train(List<String[]> rows, Optional<Model> champion) throws Exception {
        String csv = People.HEADER + "\n"
                + rows.stream().map(row -> String.join(",", row)).collect(Collectors.joining("\n"));
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                Settings.NONE,
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "simulation");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "simulation", new Inputs(1, 0)));
    }

    /** A population with columns of many distributions. */
    private static final class People {
        static final String HEADER = "age,income,visits,height,balance,town,shop,since,discount,bought";

        private static final int AGE = 0;
        private static final int INCOME = 1;
        private static final int HEIGHT = 3;
        private static final int TOWN = 5;
        private static final int LABEL = 9;

        private People() {}

        static List<String[]> draw(int rows, SplittableRandom random) {
            List<String[]> drawn = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                drawn.add(row(random));
            }
            return drawn;
        }

        private static String[] row(SplittableRandom random) {
            double age = 45 + 15 * random.nextGaussian();
            double income = Math.exp(10 + 0.8 * random.nextGaussian());
            int visits = (int) Math.floor(-2 * Math.log(1 - random.nextDouble()));
            double height = 170 + 9 * random.nextGaussian();
            // Half of the balances are zero, the others have a heavy tail.
            double balance = random.nextBoolean() ? 0 : Math.pow(1 - random.nextDouble(), -1.0 / 1.5) - 1;
            int town = random.nextInt(4);
            // A few shops are frequent, many are rare.
            int shop = (int) Math.min(199, Math.pow(1 - random.nextDouble(), -1.2));
            double margin = 0.1 * (age - 45) - 1.1 * (Math.log(income) - 10) + 0.3 * visits + (town == 0 ? 1 : 0) - 0.9;
            return new String[] {
                String.format(Locale.ROOT, "%.1f", age),
                String.format(Locale.ROOT, "%.2f", income),
                Integer.toString(visits),
                String.format(Locale.ROOT, "%.1f", height),
                String.format(Locale.ROOT, "%.2f", balance),
                "town " + town,
                "shop " + shop,
                "20" + (10 + random.nextInt(10)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10),
                random.nextInt(10) == 0 ? "" : String.format(Locale.ROOT, "%.2f", random.nextDouble()),
                random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? "yes" : "no"
            };
        }

        static List<String[]> changed(String scene, List<String[]> before, int rows, SplittableRandom random) {
            List<String[]> now = draw(rows, random);
            switch (scene) {
                case "SMALLER" -> now = draw(2 * rows / 3, random);
                case "LARGER" -> now = draw(4 * rows, random);
                case "GROWN" -> now = joined(before, draw(rows / 5, random));
                case "LABELS_REDRAWN_90" -> redraw(now, 0.9, random);
                case "LABELS_REDRAWN_50" -> redraw(now, 0.5, random);
                case "LABELS_SWAPPED" -> now.replaceAll(People::relabelled);
                case "COLUMNS_SWAPPED" -> now.forEach(People::swapAgeAndHeight);
                case "LABELS_SHUFFLED" -> shuffle(now, LABEL, random);
                case "NEW_ROWS_REDRAWN" -> {
                    redraw(now, 1, random);
                    now = joined(before, now);
                }
                case "COLUMN_SHUFFLED" -> shuffle(now, AGE, random);
                case "UNIT_X100" -> now.forEach(row -> row[INCOME] = number(100 * Double.parseDouble(row[INCOME])));
                case "INCHES" -> now.forEach(row -> row[HEIGHT] = number(Double.parseDouble(row[HEIGHT]) / 2.54));
                case "HALF_MISSING" -> now.subList(0, rows / 2).forEach(row -> row[AGE] = "");
                case "NEW_LEVEL" -> now.subList(0, rows / 20).forEach(row -> row[TOWN] = "Village 1");
                case "OUT_OF_RANGE" -> now.subList(0, rows / 50).forEach(row -> row[HEIGHT] = "999.5");
                case "OTHER_PEOPLE" -> now.forEach(row -> row[HEIGHT] = number(Double.parseDouble(row[HEIGHT]) + 5));
                case "OTHER_SHARE" -> now.removeIf(row -> row[LABEL].equals("yes") && random.nextDouble() < 0.6);
                case "WRITTEN_TWICE" -> now = joined(now, now);
                case "CUT_OFF" -> now = before.subList(0, rows / 3);
                case "RELABELLED" -> {
                    now = joined(before, draw(rows / 10, random));
                    now.replaceAll(row -> random.nextInt(20) == 0 ? relabelled(row) : row);
                }
                case "CONSTANT" -> now.forEach(row -> row[AGE] = "45.0");
                default -> {
                    // The same population.
                }
            }
            return now;
        }

        private static void swapAgeAndHeight(String[] row) {
            String age = row[AGE];
            row[AGE] = row[HEIGHT];
            row[HEIGHT] = age;
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.2f", value);
        }

        private static String[] relabelled(String[] row) {
            String[] changed = row.clone();
            changed[LABEL] = row[LABEL].equals("yes") ? "no" : "yes";
            return changed;
        }

        private static List<String[]> joined(List<String[]> some, List<String[]> more) {
            List<String[]> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }

        private static void redraw(List<String[]> rows, double share, SplittableRandom random) {
            rows.stream()
                    .filter(row -> random.nextDouble() < share)
                    .forEach(row -> row[LABEL] = random.nextInt(3) == 0 ? "yes" : "no");
        }

        private static void shuffle(List<String[]> rows, int column, SplittableRandom random) {
            for (int i = rows.size() - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                String value = rows.get(i)[column];
                rows.get(i)[column] = rows.get(j)[column];
                rows.get(j)[column] = value;
            }
        }
    }
}
