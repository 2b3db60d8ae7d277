package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.trainer.format.CellContent;
import dev.dropfit.trainer.read.OtherRows;
import dev.dropfit.trainer.read.RowBatch;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Reads a range of a CSV and keeps a sample of its rows: those whose places, from a hash of their content without the label, are in it. Equal rows are in it
 * together, in whatever range they are; and so are all rows of a group. Not thread-safe.
 */
public final class SampleReader {
    private final SamplePlan plan;
    private final Bucket data;

    /** @param data the bucket of the plan */
    public SampleReader(SamplePlan plan, Bucket data) {
        this.plan = plan;
        this.data = data;
    }

    /**
     * Reads the range.
     *
     * @throws IOException when the dataset can't be read, is another one by now, or does not have the rows where they were
     */
    public RangeSample read(RowGroup range) throws IOException {
        Sink sink = new Sink(range);
        new RangeReader(plan.source(), data).read(range, sink);
        return new RangeSample(sink.sample, sink.others);
    }

    private final class Sink implements RangeReader.Sink {
        private final RowBatch sample = new RowBatch();
        private final OtherRows others;
        private final ColumnFormat missing = new ColumnFormat(Optional.empty(), plan.missing());
        private List<String> names = List.of();
        private CellContent[] contents = {};
        private long line;
        private boolean isHeader;
        private boolean isEmpty;
        private boolean isLabelled;
        private long features;
        private long group;

        Sink(RowGroup range) {
            others = new OtherRows(range.firstLine());
        }

        @Override
        public void header(List<String> columns, char separator) {
            names = columns;
            contents = columns.stream()
                    .map(name -> CellContent.of(name, separator, missing))
                    .toArray(CellContent[]::new);
        }

        @Override
        public void beginRow(long number) {
            line = number;
            isHeader = true;
            isEmpty = true;
            isLabelled = true;
            features = 0;
            group = 0;
            sample.beginRow(number);
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            isHeader = isHeader && names.get(column).contentEquals(CharBuffer.wrap(buffer, offset, length));
            isEmpty &= length == 0;
            CellContent content = contents[column];
            if (column == plan.label()) {
                isLabelled = !content.isMissing(buffer, offset, length);
            } else {
                long hash = content.inRow(content.hash(buffer, offset, length));
                features += hash;
                group = column == plan.group() ? hash : group;
            }
            sample.cell(buffer, offset, length);
        }

        @Override
        public void endRow() {
            if (isHeader) {
                others.headers().add(line);
            } else if (isEmpty) {
                others.empty().add(line);
            } else if (!isLabelled) {
                others.unlabelled().add(line);
            } else if (Table.isSampled(Table.place(group == 0 ? features : group), plan.share())) {
                sample.endRow();
            } else {
                others.leaveOut(line);
            }
        }
    }
}
