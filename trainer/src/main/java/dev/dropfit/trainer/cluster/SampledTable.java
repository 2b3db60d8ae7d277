package dev.dropfit.trainer.cluster;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.trainer.read.FileScan;
import dev.dropfit.trainer.read.LineIndex;
import dev.dropfit.trainer.read.TableBuilder;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.table.Table;
import java.io.IOException;
import java.util.List;

/**
 * Reads a table of a sample of the rows of a file. The processes of a cluster read the file, each its ranges; this one has the rows of the sample only, in the
 * order of the file. So the table does not depend on the number of ranges and processes.
 *
 * @param source where the rows are
 * @param scan of the file
 * @param index of its lines
 * @param bytes the length of the CSV
 * @param ranges how many ranges there should be
 */
public record SampledTable(RowSource source, FileScan scan, LineIndex index, long bytes, long ranges) {
    /**
     * Reads it.
     *
     * @param settings which texts are missing values, and which rows are held out together
     * @param share of the rows, from 0 to 1
     * @param rows takes them
     * @throws InvalidTableException when there is no usable row, or the rows do not fit into memory
     * @throws IOException when the cluster fails for too long, or the dataset can't be read any more
     */
    public Table read(Cluster cluster, Settings settings, double share, TableBuilder rows)
            throws IOException, InvalidTableException {
        rows.firstRows(scan.firstRows());
        rows.header(scan.columns(), scan.separator());
        if (scan.lines().isEmpty()) {
            return rows.table(scan.notes());
        }
        ChunkPlaces chunks = new ChunkPlaces(scan.lines(), index);
        List<RowGroup> groups = chunks.groups((int) Math.min(chunks.count(), ranges));
        double all = scan.lines().cardinality();
        long[] read = {0};
        int group = settings.split() instanceof SplitSettings.ByGroup by
                ? scan.columns().indexOf(by.column())
                : -1;
        SamplePlan plan = new SamplePlan(source, rows.label(), group, settings.missing(), share);
        cluster.sample(plan, groups, (range, packed) -> {
            RangeSample sample = RangeSample.of(packed);
            sample.rows().replay(rows);
            rows.add(sample.others());
            read[0] += range.rows();
            rows.bytesRead((long) (bytes * (read[0] / all)));
        });
        return rows.table(scan.notes());
    }
}
