package dev.dropfit.trainer.learn.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinnedRowsTest {
    private static final Split ALL = Split.of(0);

    /** A number with very many values, and six with two. */
    private static FeatureTable table(int rows) throws Exception {
        Random random = new Random(rows);
        Table table = Tables.read(Tables.csv("size,a,b,c,d,e,f,target", rows, row -> {
            StringBuilder line = new StringBuilder().append(random.nextGaussian());
            for (int column = 0; column < 6; column++) {
                line.append(',').append(random.nextInt(2));
            }
            return line.append(',').append(random.nextGaussian()).toString();
        }));
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        return new FeatureTable(table, new FeatureFitter(table, ALL).fit(schema));
    }

    private static BinnedRows binned(FeatureTable rows) throws Exception {
        Schema schema = SchemaInference.infer(rows.table(), Settings.NONE);
        return new BinnedRows(rows, new Targets(rows.table(), schema.target()), ALL, 1);
    }

    @Test
    void featuresShareAByteOnlyIfRowsOutnumberItsValues() throws Exception {
        assertThat(binned(table(150)).features().layout().groups()).hasSize(7);
        assertThat(binned(table(300)).features().layout().groups())
                .extracting(BinLayout.Group::size)
                .startsWith(4, 4, 4)
                .hasSize(4);
        assertThat(binned(table(4000)).features().layout().groups())
                .extracting(BinLayout.Group::size)
                .startsWith(64)
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 300, 4000})
    void theCodeOfAGroupSaysTheBinOfEachOfItsFeatures(int count) throws Exception {
        FeatureTable rows = table(count);
        BinnedRows binned = binned(rows);
        List<Bins> bins = binned.bins();
        double[] values = new double[Table.CHUNK];

        for (int feature = 0; feature < bins.size(); feature++) {
            Bins own = bins.get(feature);
            rows.decode(0, feature, values);
            for (int row = 0; row < count; row++) {
                int code = binned.codesOf(feature)[row] & 0xFF;
                int bin = rows.features().get(feature) instanceof Feature.Numeric number
                        ? own.of((float) number.standardise(values[row]))
                        : own.ofLevel((int) values[row]);
                assertThat(binned.binOfCode(feature)[code] & 0xFF).isEqualTo(bin);
            }
        }
    }
}
