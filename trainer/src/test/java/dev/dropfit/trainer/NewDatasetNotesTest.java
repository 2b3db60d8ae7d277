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
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Changes of a dataset that a new model learns well, so that only its clients would notice them. */
final class NewDatasetNotesTest {
    private static final int TIME = 0;
    private static final int AGE = 1;
    private static final int PLAN = 2;
    private static final int PRICE = 3;
    private static final LocalDateTime START = LocalDateTime.parse("2023-01-01T00:00");

    @Test
    void timesOfAnotherTimeZoneAreRejected() throws Exception {
        Judgement judgement = judge(row -> row[TIME] = time(row).plusHours(6).toString());

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .contains(
                                "the times of 'ordered' seem to be about 6 hours later than before: the previous model"
                                        + " predicts 1,500 rows of the new dataset better if they are moved back. Check"
                                        + " the time zone; clients send the times as before"));
    }

    @Test
    void timesAtOtherHoursOfTheDayAreNamedEvenIfTheHourDoesNotMatter() throws Exception {
        Consumer<String[]> morning = row -> {
            row[TIME] = time(row).withHour(8 + time(row).getMinute() % 4).toString();
            row[PRICE] = row[AGE];
        };

        Judgement judgement = judge(
                morning,
                morning.andThen(row -> row[TIME] = time(row).plusHours(6).toString()));

        assertThat(messages(judgement))
                .singleElement()
                .asString()
                .startsWith("the times of 'ordered' are ")
                .contains(" hours later in the day than before, on average: the mean hour was 9.")
                .endsWith(". Check the time zone; clients send the times as before");
    }

    @Test
    void aFreshSampleHasNoNotes() throws Exception {
        Judgement judgement = judge(row -> {});

        assertThat(judgement.result().promoted()).isTrue();
        assertThat(judgement.notes()).isEmpty();
    }

    @Test
    void datesWithoutTheirTimesAreNamed() throws Exception {
        Judgement judgement = judge(row -> row[TIME] = row[TIME].substring(0, 10));

        assertThat(messages(judgement))
                .contains("'ordered' has no times of day any more, only dates; in the previous dataset it had both. The"
                        + " new model ignores the hour. Check where the column comes from");
        assertThat(judgement.notes()).extracting(Anomaly::name).doesNotContain("shifted-times", "summer-time");
    }

    @Test
    void datesFarBeyondThePreviousOnesAreNamed() throws Exception {
        Judgement judgement = judge(row -> {
            if (row[TIME].endsWith("7")) {
                row[TIME] = "2099-12-31" + row[TIME].substring(10);
            }
        });

        assertThat(messages(judgement))
                .singleElement()
                .asString()
                .startsWith("'ordered' has dates up to 2099-12-31T")
                .contains("; the latest one of the previous dataset was 2024-0");
    }

    @Test
    void aCategoryOfAnotherNameIsNamedWithTheOneThatIsGone() throws Exception {
        Judgement judgement = judge(row -> row[PLAN] = row[PLAN].equals("pro") ? "premium" : row[PLAN]);

        assertThat(messages(judgement))
                .singleElement()
                .asString()
                .startsWith("'plan' has a value that the previous model has not seen: 'premium' in ")
                .endsWith("; no row has 'pro' any more, which clients may still send. Check the spelling");
    }

    @Test
    void pricesThatAreAllHigherAreNamedWithTheirSize() throws Exception {
        Judgement judgement =
                judge(row -> row[PRICE] = String.format(Locale.ROOT, "%.2f", 1.08 * Double.parseDouble(row[PRICE])));

        assertThat(judgement.result().promoted()).isTrue();
        assertThat(judgement.notes())
                .filteredOn(note -> note.name().equals("label-level"))
                .singleElement()
                .satisfies(note -> assertThat(note.message())
                        .matches("the label 'price' is [78]\\.\\d % higher on average than the previous model predicts:"
                                + " on .* Check its unit or currency, and what it includes, such as a tax; if the"
                                + " world changed, the new model is right"));
    }

    @Test
    void labelsOfAnotherMeaningAreRejectedEvenIfTheNewModelPredictsThemWell() throws Exception {
        Judgement judgement =
                judge(row -> row[PRICE] = String.format(Locale.ROOT, "%.4f", Math.log(Double.parseDouble(row[PRICE]))));

        assertThat(judgement.result().promoted()).isFalse();
        assertThat(judgement.result().reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .startsWith("the label 'price' has 1,500 values below ")
                        .endsWith("Clients would get predictions like these. Check whether the label still has the same"
                                + " meaning and unit"));
    }

    private static LocalDateTime time(String[] row) {
        return LocalDateTime.parse(row[TIME]);
    }

    private static List<String> messages(Judgement judgement) {
        return judgement.notes().stream().map(Anomaly::message).toList();
    }

    /** @param change what happens to each row of the new dataset */
    private static Judgement judge(Consumer<String[]> change) throws Exception {
        return judge(row -> {}, change);
    }

    private static Judgement judge(Consumer<String[]> before, Consumer<String[]> change) throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        List<String[]> previous = rows(random);
        previous.forEach(before);
        Training champion = train(previous, Optional.empty());
        List<String[]> now = rows(random);
        now.forEach(change);
        Training challenger = train(now, Optional.of(champion.model()));
        return Judgement.of(
                challenger,
                new Latest(Optional.empty(), Optional.of(champion.model()), ModelFile.readRows(champion.file()), ""));
    }

    private static Training train(List<String[]> rows, Optional<Model> champion) throws Exception {
        StringBuilder csv = new StringBuilder("ordered,age,plan,price\n");
        rows.forEach(row -> csv.append(String.join(",", row)).append('\n'));
        Dataset dataset = Dataset.read(
                new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)),
                Settings.NONE,
                champion.map(Model::pipeline),
                OptionalLong.empty());
        Version version = Version.of(Instant.parse("2026-11-22T08:41:33Z"), "1", "0", "notes");
        return Training.of(LinearDataset.of(dataset), RunOrigin.of(version, "notes", new Inputs(1, 0)));
    }

    /** Orders in the evening cost more. */
    private static List<String[]> rows(SplittableRandom random) {
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            LocalDateTime time = START.plusMinutes(random.nextInt(500 * 24 * 60));
            double age = 45 + 14 * random.nextGaussian();
            boolean pro = random.nextInt(3) == 0;
            double price = 200 + 1.5 * age + (pro ? 60 : 0) + 3 * time.getHour() + 30 * random.nextGaussian();
            rows.add(new String[] {
                time.toString(),
                String.format(Locale.ROOT, "%.1f", age),
                pro ? "pro" : "basic",
                String.format(Locale.ROOT, "%.2f", price)
            });
        }
        return rows;
    }
}
