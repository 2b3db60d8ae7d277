package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.RowSink;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.table.Table;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the training rows of a group from the CSV, as the predictor reads rows, and packs them chunk by chunk. A number that can't be read counts as
 * missing. A row with a label or a level that the table of the driver does not have is left out; that happens only if this table is a sample. Not
 * thread-safe.
 */
public final class GroupReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final RowPlan plan;
    private final Bucket data;

    /** @param data the bucket of the plan */
    public GroupReader(RowPlan plan, Bucket data) {
        this.plan = plan;
        this.data = data;
    }

    /** The rows after the group do not matter. */
    private static final class EndException extends RuntimeException {
        private static final long serialVersionUID = 1;

        EndException() {
            super("end", null, false, false);
        }
    }

    /**
     * Reads the group.
     *
     * @param chunks gets each chunk, packed as a {@link ChunkPacker} of the plan does
     * @throws IOException when the dataset can't be read, is another one by now, or does not have the rows where they were
     */
    public void read(RowGroup group, Consumer<byte[]> chunks) throws IOException {
        Sink sink = new Sink(group, chunks);
        boolean divisible = plan.beginning().divisible();
        try (RowFiles.Content content =
                plan.files().from(data, divisible ? group.place().offset() : 0)) {
            parse(divisible ? atLine(new BufferedInputStream(content, BUFFER_BYTES), group) : content, group, sink);
            Optional<String> changed = content.changed();
            if (changed.isPresent()) {
                throw moved("there is another generation of " + changed.get());
            }
        } catch (InvalidTableException e) {
            throw moved(String.valueOf(e.getMessage()));
        }
        if (sink.found != group.rows()) {
            throw moved("found " + sink.found + " of " + group.rows() + " rows from line " + group.firstLine() + " to "
                    + group.lastLine());
        }
    }

    private void parse(InputStream rows, RowGroup group, Sink sink) throws IOException, InvalidTableException {
        try {
            plan.beginning().parse(rows, group.firstLine(), sink);
        } catch (EndException e) {
            // The last row of the group was read.
        }
    }

    private static IOException moved(String why) {
        return new IOException("The dataset is not the one that was read at the beginning: " + why);
    }

    /** Goes to the line of the first row, by counting line ends. */
    private InputStream atLine(BufferedInputStream in, RowGroup group) throws IOException {
        if (group.place().offset() == 0) {
            in.skipNBytes(plan.beginning().markBytes());
        }
        long ends = group.firstLine() - group.place().line();
        while (ends > 0) {
            int value = in.read();
            if (value < 0) {
                throw moved("it has no line " + group.firstLine());
            }
            if (value == '\r') {
                skipLineFeed(in);
            }
            ends -= value == '\n' || value == '\r' ? 1 : 0;
        }
        return in;
    }

    private static void skipLineFeed(BufferedInputStream in) throws IOException {
        in.mark(1);
        if (in.read() != '\n') {
            in.reset();
        }
    }

    private final class Sink implements RowSink {
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
        public boolean keepsRowNames() {
            return false;
        }

        @Override
        public String knownName() {
            return plan.beginning().knownName();
        }

        @Override
        public void header(List<String> names, char separator) {
            inputs = names.stream().mapToInt(format::find).toArray();
        }

        @Override
        public void beginRow(long line) {
            boolean counted = line >= group.firstLine()
                    && line <= group.lastLine()
                    && plan.rows().get((int) line);
            if (counted) {
                found++;
            }
            heldOut = counted
                    && plan.binning().isPresent()
                    && plan.binning().get().heldOut().get((int) line);
            wanted = heldOut || (counted && plan.training().get((int) line));
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
            boolean full = found % Table.CHUNK == 0;
            if (found > 0 && (full || found == group.rows())) {
                if (chunk.size() > 0) {
                    chunks.accept(chunk.pack());
                }
            }
            if (found == group.rows()) {
                throw new EndException();
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
