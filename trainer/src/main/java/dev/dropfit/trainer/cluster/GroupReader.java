package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the training rows of a group from the CSV, as the predictor reads rows, and packs them chunk by chunk. A number that can't be read counts as
 * missing. A row with a label or a level that the table of the driver does not have is left out; that happens only if this table is a sample. Not
 * thread-safe.
 */
public final class GroupReader {
    private final RowPlan plan;
    private final Bucket data;

    /** @param data the bucket of the plan */
    public GroupReader(RowPlan plan, Bucket data) {
        this.plan = plan;
        this.data = data;
    }

    /**
     * Reads the group.
     *
     * @param chunks gets each chunk, packed as a {@link ChunkPacker} of the plan does
     * @throws IOException when the dataset can't be read, is another one by now, or does not have the rows where they were
     */
    public void read(RowGroup group, Consumer<byte[]> chunks) throws IOException {
        new RangeReader(plan.source(), data).read(group, new Sink(group, chunks));
    }

    private final class Sink implements RangeReader.Sink {
        private final RowGroup group;
        private final Consumer<byte[]> chunks;
        private final List<Feature> features = plan.features();
        private final RowFormat format = new RowFormat(plan.pipeline());
        private final RowFiller filler = new RowFiller(format);
        private final int label = format.find(plan.pipeline().label());
        private final Link link =
                plan.pipeline().target() instanceof Target.Quantity quantity ? quantity.link() : Link.IDENTITY;
        private final ChunkPacker chunk = ChunkPacker.of(plan);
        private int[] inputs = {};
        private boolean heldOut;
        private boolean wanted;
        private boolean usable;
        private long found;

        Sink(RowGroup group, Consumer<byte[]> chunks) {
            this.group = group;
            this.chunks = chunks;
        }

        @Override
        public void header(List<String> names, char separator) {
            inputs = names.stream().mapToInt(format::find).toArray();
        }

        @Override
        public void beginRow(long line) {
            found++;
            heldOut =
                    plan.binning().isPresent() && plan.binning().get().heldOut().get((int) line);
            wanted = heldOut || plan.training().get((int) line);
            usable = true;
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            if (wanted && inputs[column] >= 0) {
                fill(inputs[column], buffer, offset, length);
            }
        }

        private void fill(int input, char[] buffer, int offset, int length) {
            RowFiller.FieldOutcome outcome = filler.text(input, buffer, offset, length);
            if (input == label) {
                usable &= outcome == RowFiller.FieldOutcome.FILLED;
            } else if (outcome == RowFiller.FieldOutcome.UNUSABLE) {
                filler.missing(input);
            }
        }

        @Override
        public void endRow() {
            if (wanted) {
                add();
            }
            boolean last = found % Table.CHUNK == 0 || found == group.rows();
            if (last && chunk.size() > 0) {
                chunks.accept(chunk.pack());
            }
        }

        private void add() {
            double[] values = filler.values();
            for (int f = 0; f < features.size(); f++) {
                usable &= features.get(f) instanceof Feature.Numeric || values[f] >= 0;
            }
            if (usable) {
                double target = values[features.size()];
                chunk.add(values, link.logarithm() ? link.margin(target) : target, heldOut);
            }
        }
    }
}
