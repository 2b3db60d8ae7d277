package dev.dropfit.predictor.predict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.csv.CsvSummary;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.scoring.CsvBytes;
import dev.dropfit.core.scoring.CsvScoring;
import dev.dropfit.core.scoring.RowCounts;
import dev.dropfit.core.scoring.ScoredRows;
import dev.dropfit.predictor.TrainedModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows that are scored in blocks, by several threads and several starts, give the bytes of {@code dropfit predict}. */
final class ScoredInBlocksTest {
    private static final List<String> ODD = List.of(
            "\"a, b\"",
            "\"say \"\"hi\"\"\"",
            "\"two\nlines\"",
            "Größe",
            "東京 \uD83D\uDE00",
            "#1",
            "",
            " x ",
            "\"\"",
            "é",
            "\"\r\"");

    @Test
    void aHundredThousandRowsHaveTheBytesOfPredict() throws Exception {
        StringBuilder csv = new StringBuilder("id,age,note,sex,smoker,sick\n");
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100_000; i++) {
            csv.append(ODD.get(random.nextInt(ODD.size()))).append(',');
            csv.append(random.nextInt(9) == 0 ? "" : Integer.toString(random.nextInt(100)));
            csv.append(',').append(ODD.get(random.nextInt(ODD.size()))).append(',');
            csv.append(random.nextInt(1, 4)).append(random.nextBoolean() ? ",True," : ",no idea,");
            csv.append(random.nextInt(2)).append(random.nextInt(50) == 0 ? "\r\n\n" : "\n");
        }

        for (byte[] file : List.of(TrainedModels.classes("01"), TrainedModels.trees("02"))) {
            assertSameAsPredict(TrainedModels.read(file), csv.toString());
        }
    }

    @Test
    void otherLayoutsHaveTheBytesOfPredict() throws Exception {
        Model quantity = TrainedModels.read(TrainedModels.quantity("01"));
        Model dates = TrainedModels.read(TrainedModels.dates("01"));

        assertSameAsPredict(quantity, "sep=;\narea;price\n1,5;7\n2;x\n");
        assertSameAsPredict(quantity, "area\tprice\tprice_2\n\"1\t\"\t2\t3\n");
        assertSameAsPredict(quantity, "\uFEFF# exported\narea\n1\n2\n");
        assertSameAsPredict(quantity, "area,b\n1,2\n2,3\n\nSource: the office\n");
        assertSameAsPredict(quantity, "area\n");
        assertSameAsPredict(dates, "weight,ordered\n7,2025-01-01T00:00\n,\n3,2025-06-01 12:00\n");
    }

    @Test
    void everyRowIsInExactlyOneOfTheTwoTexts() throws Exception {
        Model model = TrainedModels.read(TrainedModels.quantity("01"));
        StringBuilder csv = new StringBuilder("area,line\n");
        StringBuilder good = new StringBuilder("area,line\n");
        for (int i = 0; i < 5000; i++) {
            String row = i % 7 == 0 ? "\"far, far\",x" : i % 11 == 0 ? "1" : i % 13 == 0 ? "1,2,3" : i + ",x";
            csv.append(row).append('\n');
            good.append(row.equals(i + ",x") ? row + "\n" : "");
        }

        Scored scored = new Scored().scored(model, csv.toString());

        assertThat(scored.predicted.toString(UTF_8)).isEqualTo(predicted(model, good.toString()));
        List<String> errors = scored.unusable.toString(UTF_8).lines().toList();
        assertThat(errors)
                .startsWith(
                        "line_2,error,area,line",
                        "2,\"'area': found 'far, far'; accepted is a number\",\"far, far\",x",
                        "9,\"'area': found 'far, far'; accepted is a number\",\"far, far\",x",
                        "13,\"found 1 cell, the header has 2\",1,");
        assertThat(scored.counts.rows()).isEqualTo(5000);
        assertThat(errors).hasSize((int) scored.counts.unusable() + 1);
        assertThat(scored.predicted.toString(UTF_8).lines().count() - 1 + scored.counts.unusable())
                .isEqualTo(5000);
    }

    @Test
    void aStartThatContinuesAfterAnyBlockGivesTheSameBytes() throws Exception {
        Model model = TrainedModels.read(TrainedModels.quantity("01"));
        StringBuilder csv = new StringBuilder("area,x\n");
        for (int i = 0; i < 9000; i++) {
            csv.append(i % 5 < 2 ? "1\n" : i + "," + i + "\n");
        }
        csv.append("1\n".repeat(3000));
        Scored whole = new Scored().scored(model, csv.toString());

        Scored parts = new Scored();
        parts.maxBlocks = 1;
        int starts = 0;
        while (parts.summary.isEmpty()) {
            parts.scored(model, csv.toString());
            starts++;
        }

        assertThat(starts).isGreaterThan(10);
        assertThat(parts.predicted.toByteArray()).isEqualTo(whole.predicted.toByteArray());
        assertThat(parts.unusable.toByteArray()).isEqualTo(whole.unusable.toByteArray());
        assertThat(parts.counts).isEqualTo(whole.counts);
    }

    @Test
    void aFileWithoutAColumnOfTheModelCannotBeScored() {
        assertThatThrownBy(() ->
                        new Scored().scored(TrainedModels.read(TrainedModels.classes("01")), "age,smoker\n1,True\n"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("column 'sex': the header does not have this column; the model needs it");
    }

    @Test
    void warningsAreCounted() throws Exception {
        Scored scored = new Scored()
                .scored(
                        TrainedModels.read(TrainedModels.classes("01")),
                        "age,sex,smoker,colour\n1,2,True,red\n,9,,red\n3,1,False,\n");

        assertThat(scored.counts).isEqualTo(new RowCounts(3, 0, 2, 1, 0));
        assertThat(scored.unknown).containsExactly("colour");
    }

    private static void assertSameAsPredict(Model model, String csv) throws Exception {
        Scored scored = new Scored().scored(model, csv);

        assertThat(scored.predicted.toString(UTF_8)).isEqualTo(predicted(model, csv));
        assertThat(scored.counts.unusable()).isZero();
    }

    private static String predicted(Model model, String csv) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvPrediction.predict(model, new ByteArrayInputStream(csv.getBytes(UTF_8)), out);
        return out.toString(UTF_8);
    }

    /** Collects what is scored, over several starts. */
    private static final class Scored implements CsvScoring.Output {
        private final ByteArrayOutputStream predicted = new ByteArrayOutputStream();
        private final ByteArrayOutputStream unusable = new ByteArrayOutputStream();
        private List<String> unknown = List.of();
        private RowCounts counts = RowCounts.NONE;
        private int maxBlocks = Integer.MAX_VALUE;
        private int blocks;
        private Optional<CsvSummary> summary = Optional.empty();

        Scored scored(Model model, String csv) throws IOException, InvalidTableException {
            blocks = 0;
            summary = new CsvScoring(model).score(new ByteArrayInputStream(csv.getBytes(UTF_8)), counts.rows(), this);
            return this;
        }

        @Override
        public void begin(CsvBytes headerOfPredicted, CsvBytes headerOfUnusable, List<String> columns)
                throws IOException {
            if (predicted.size() == 0) {
                headerOfPredicted.writeTo(predicted);
                headerOfUnusable.writeTo(unusable);
            }
            unknown = columns;
        }

        @Override
        public boolean take(ScoredRows rows) throws IOException {
            if (blocks++ == maxBlocks) {
                return false;
            }
            rows.predicted().writeTo(predicted);
            rows.unusable().writeTo(unusable);
            counts = counts.plus(rows.counts());
            return true;
        }
    }
}
