package dev.dropfit.trainer.cluster;

import com.google.gson.JsonParser;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.file.PipelineJson;
import dev.dropfit.trainer.learn.tree.BinLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * How a process reads the rows of a dataset for a fit. Immutable; do not change the sets.
 *
 * @param source where they are
 * @param pipeline the features, and after them the label as one more feature: a category with a level for each class, or a number
 * @param training the lines of the training rows
 * @param binning how rows become bins for trees; empty for a linear model
 */
public record RowPlan(RowSource source, Pipeline pipeline, BitSet training, Optional<Binning> binning) {
    /**
     * The rows of a boosting.
     *
     * @param layout how rows become bytes
     * @param heldOut the lines of the rows that decide when it stops
     */
    public record Binning(BinLayout layout, BitSet heldOut) {}

    /** The same rows for trees. */
    public RowPlan binned(BitSet ofTraining, Binning ofTrees) {
        return new RowPlan(source, pipeline, ofTraining, Optional.of(ofTrees));
    }

    /** The features without the label. */
    public List<Feature> features() {
        return pipeline.features().subList(0, pipeline.features().size() - 1);
    }

    /** The plan as bytes. */
    public byte[] toBytes() {
        // For the sets of lines, most of it.
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(source.rows().length() / Byte.SIZE + training.length() / Byte.SIZE);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            source.write(out);
            RowSource.write(PipelineJson.write(pipeline).toString().getBytes(StandardCharsets.UTF_8), out);
            RowSource.write(training.toByteArray(), out);
            out.writeBoolean(binning.isPresent());
            if (binning.isPresent()) {
                binning.get().layout().write(out);
                RowSource.write(binning.get().heldOut().toByteArray(), out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The plan of these bytes. */
    public static RowPlan of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new RowPlan(
                    RowSource.read(in),
                    PipelineJson.read(
                            JsonParser.parseString(new String(RowSource.readBytes(in), StandardCharsets.UTF_8))
                                    .getAsJsonObject()),
                    BitSet.valueOf(RowSource.readBytes(in)),
                    in.readBoolean()
                            ? Optional.of(new Binning(BinLayout.read(in), BitSet.valueOf(RowSource.readBytes(in))))
                            : Optional.empty());
        } catch (IOException | InvalidTableException e) {
            throw new IllegalStateException("A plan that was written by this code can be read", e);
        }
    }
}
