package dev.dropfit.trainer.cluster;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.CsvBeginning;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.registry.CurrentDataset;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a dataset are. With it a process reads rows from the middle of a file. Immutable; do not change the set.
 *
 * @param data the URL of the data bucket
 * @param files where the rows are
 * @param beginning how the first file begins, unpacked
 * @param rows the lines on which rows begin
 */
public record RowSource(String data, RowFiles files, CsvBeginning beginning, BitSet rows) {
    /**
     * The rows of a dataset that was read to its end.
     *
     * @param knownName the name that was known when it was read
     * @throws IOException when the dataset is not there any more
     */
    public static RowSource of(Bucket data, CurrentDataset stored, RowFiles files, String knownName, BitSet rows)
            throws IOException, InvalidTableException {
        Optional<StoredObject> content = stored.open(data);
        if (content.isEmpty()) {
            throw new IOException(
                    "The dataset " + stored.info().name() + " was replaced or deleted while it was trained on");
        }
        try (StoredObject file = content.get()) {
            CsvBeginning beginning =
                    CsvBeginning.read(PackedCsv.open(file.content()).csv(), knownName);
            return new RowSource(data.url(), files, beginning, rows);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(data);
        out.writeInt(files.files().size());
        for (RowFiles.RowFile file : files.files()) {
            out.writeUTF(file.object());
            out.writeLong(file.generation());
            out.writeLong(file.offset());
            out.writeBoolean(file.lineEnd());
            out.writeLong(file.skipped());
        }
        out.writeBoolean(beginning.whole());
        write(beginning.knownName().getBytes(StandardCharsets.UTF_8), out);
        write(beginning.bytes(), out);
        write(rows.toByteArray(), out);
    }

    static RowSource read(DataInputStream in) throws IOException, InvalidTableException {
        String data = in.readUTF();
        int count = in.readInt();
        List<RowFiles.RowFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(
                    new RowFiles.RowFile(in.readUTF(), in.readLong(), in.readLong(), in.readBoolean(), in.readLong()));
        }
        boolean whole = in.readBoolean();
        String knownName = new String(readBytes(in), StandardCharsets.UTF_8);
        CsvBeginning beginning = new CsvBeginning(readBytes(in), whole, knownName);
        return new RowSource(data, new RowFiles(files), beginning, BitSet.valueOf(readBytes(in)));
    }

    static void write(byte[] content, DataOutputStream out) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
