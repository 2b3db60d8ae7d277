package dev.dropfit.trainer.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.BinnedChunk;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Early stopping with rows in several parts, which are sometimes lost. */
class RemoteBoostingTest {
    private static final int ROWS = 8_500;
    private static final Split SPLIT = Split.of(0.2);
    /** With a part of the work, rounds are found by early stopping. */
    private static final BoostingLearner LEARNER = new BoostingLearner(12, 0.5);

    @ParameterizedTest
    @CsvSource({"2, 7, 0", "2, 7, 40000", "3, 2, 20000", "9, 2, 1000000", "0, 64, 60000"})
    void theTreesAreThoseOfOneProcess(int classes, int parts, long maxGatheredBytes) throws Exception {
        Table table = table(classes);
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        FeatureTable rows = new FeatureTable(table, new FeatureFitter(table, SPLIT).fit(schema));
        Target target = schema.target();
        TreeScorer here = LEARNER.fit(rows, target, SPLIT, note -> {});
        Remote remote = new Remote(rows, target, parts, maxGatheredBytes);

        TreeScorer there = LEARNER.fit(rows, target, SPLIT, note -> {}, remote);

        assertThat(there.trees()).usingRecursiveComparison().isEqualTo(here.trees());
        assertThat(remote.passes).isPositive();
        assertThat(remote.heldOut).isPositive();
    }

    /** With 0 classes the label is a number. */
    private static Table table(int classes) throws Exception {
        Random random = new Random(classes);
        return Tables.read(Tables.csv("x,y,level,label", ROWS, row -> {
            double x = random.nextGaussian();
            double y = random.nextDouble();
            int level = random.nextInt(5);
            double score = x + Math.sin(6 * y) + level % 3 + random.nextGaussian();
            String label = classes == 0
                    ? String.format(Locale.ROOT, "%.3f", score * 100)
                    : "c" + (int) Math.max(0, Math.min(classes - 1, classes / 2.0 + score * classes / 6));
            return String.format(Locale.ROOT, "%s,%.2f,%s,%s", row % 9 == 0 ? "" : x, y, "l" + level, label);
        }));
    }

    /** Parts of a table that know only bytes of chunks and of passes. */
    private static final class Remote implements RemoteBoosting {
        private final FeatureTable rows;
        private final Target target;
        private final int parts;
        private final long maxGatheredBytes;
        private int passes;
        private int heldOut;

        Remote(FeatureTable rows, Target target, int parts, long maxGatheredBytes) {
            this.rows = rows;
            this.target = target;
            this.parts = parts;
            this.maxGatheredBytes = maxGatheredBytes;
        }

        @Override
        public int others() {
            return 0;
        }

        @Override
        public Rows open(BinLayout layout, Split split, double shareOfOthers) {
            List<BoostedPart> opened = new ArrayList<>();
            int used = Math.min(parts, rows.table().chunks());
            for (int part = 0; part < used; part++) {
                opened.add(read(layout, split, part, used));
            }
            heldOut += split.count(rows.table(), true);
            return new Rows() {
                @Override
                public int rows() {
                    return trained() + split.count(rows.table(), true);
                }

                @Override
                public int trained() {
                    return split.count(rows.table(), false);
                }

                @Override
                public long maxGatheredBytes() {
                    return maxGatheredBytes;
                }

                @Override
                public BoostingSums run(BoostingPass pass) {
                    passes++;
                    if (passes % 20 == 0) {
                        int lost = passes / 20 % used;
                        opened.set(lost, read(layout, split, lost, used));
                    }
                    byte[] sent = pass.toBytes();
                    return opened.stream()
                            .map(part -> BoostingSums.of(
                                    part.run(BoostingPass.of(sent)).toBytes()))
                            .reduce(BoostingSums::merge)
                            .orElseThrow();
                }

                @Override
                public void close() {
                    opened.clear();
                }
            };
        }

        private BoostedPart read(BinLayout layout, Split split, int part, int used) {
            Table table = rows.table();
            List<byte[]> chunks = new ArrayList<>();
            double[][] values = new double[rows.features().size()][Table.CHUNK];
            double[] targets = new double[Table.CHUNK];
            for (int chunk = table.chunks() * part / used; chunk < table.chunks() * (part + 1) / used; chunk++) {
                BinnedChunk binned = new BinnedChunk(layout, rows.features(), Table.CHUNK);
                Targets.ofMargins(table, target).decode(chunk, targets);
                for (int f = 0; f < values.length; f++) {
                    rows.decode(chunk, f, values[f]);
                }
                for (int row = 0; row < table.rowsIn(chunk); row++) {
                    char place = table.shares().get(chunk)[row];
                    double[] own = new double[values.length];
                    for (int f = 0; f < own.length; f++) {
                        own[f] = values[f][row];
                    }
                    if (split.trains(place) || split.heldOut(place)) {
                        binned.add(own, targets[row], split.heldOut(place));
                    }
                }
                chunks.add(binned.pack());
            }
            return BoostedPart.of(layout, target, chunks.iterator());
        }
    }
}
