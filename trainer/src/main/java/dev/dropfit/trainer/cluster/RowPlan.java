package dev.dropfit.trainer.cluster;

import com.google.gson.JsonParser;
import dev.dropfit.core.csv.CsvBeginning;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a dataset are, and how a process reads them. Immutable; do not change the sets.
 *
 * @param data the URL of the data bucket
 * @param files where the rows are
 * @param beginning how the first file begins, unpacked
 * @param pipeline the features, and after them the label as one more feature: a category with a level for each class, or a number
 * @param rows the lines on which rows begin
 * @param training those of the training rows
 * @param binning how rows become bins for trees; empty for a linear model
 */
public record RowPlan(
        String data,
        RowFiles files,
        CsvBeginning beginning,
        Pipeline pipeline,
        BitSet rows,
        BitSet training,
        Optional<Binning> binning) {
    /**
     * The rows of a boosting.
     *
     * @param layout how rows become bytes
     * @param heldOut the lines of the rows that decide when it stops
     */
    public record Binning(BinLayout layout, BitSet heldOut) {}

    /** The same rows for trees. */
    public RowPlan binned(BitSet ofTraining, Binning ofTrees) {
        return new RowPlan(data, files, beginning, pipeline, rows, ofTraining, Optional.of(ofTrees));
    }

    /** The features without the label. */
    public List<Feature> features() {
        return pipeline.features().subList(0, pipeline.features().size() - 1);
    }

    /** The plan as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(data);
            write(files, out);
            out.writeBoolean(beginning.whole());
            write(beginning.knownName().getBytes(StandardCharsets.UTF_8), out);
            write(beginning.bytes(), out);
            write(PipelineJson.write(pipeline).toString().getBytes(StandardCharsets.UTF_8), out);
            write(rows.toByteArray(), out);
            write(training.toByteArray(), out);
            out.writeBoolean(binning.isPresent());
            if (binning.isPresent()) {
                binning.get().layout().write(out);
                write(binning.get().heldOut().toByteArray(), out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The plan of these bytes. */
    public static RowPlan of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String data = in.readUTF();
            RowFiles files = files(in);
            boolean whole = in.readBoolean();
            String knownName = text(in);
            return new RowPlan(
                    data,
                    files,
                    new CsvBeginning(read(in), whole, knownName),
                    PipelineJson.read(JsonParser.parseString(text(in)).getAsJsonObject()),
                    BitSet.valueOf(read(in)),
                    BitSet.valueOf(read(in)),
                    in.readBoolean()
                            ? Optional.of(new Binning(BinLayout.read(in), BitSet.valueOf(read(in))))
                            : Optional.empty());
        } catch (IOException | InvalidTableException e) {
            throw new IllegalStateException("A plan that was written by this code can be read", e);
        }
    }

    private static void write(RowFiles files, DataOutputStream out) throws IOException {
        out.writeInt(files.files().size());
        for (RowFiles.RowFile file : files.files()) {
            out.writeUTF(file.object());
            out.writeLong(file.generation());
            out.writeLong(file.offset());
            out.writeBoolean(file.lineEnd());
            out.writeLong(file.skipped());
        }
    }

    private static RowFiles files(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<RowFiles.RowFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(
                    new RowFiles.RowFile(in.readUTF(), in.readLong(), in.readLong(), in.readBoolean(), in.readLong()));
        }
        return new RowFiles(files);
    }

    private static void write(byte[] content, DataOutputStream out) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    private static byte[] read(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(read(in), StandardCharsets.UTF_8);
    }
}
