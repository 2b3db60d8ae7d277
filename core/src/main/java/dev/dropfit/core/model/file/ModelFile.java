package dev.dropfit.core.model.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.Figures;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.JsonPlace;
import dev.dropfit.core.Text;
import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.LinkedScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.TreeScorer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The model file: a zip of {@code model.tribuo} (a Tribuo model as protocol buffer), {@code pipeline.json} ({@link Pipeline}) and {@code
 * metrics.json}. The same model always gives the same bytes. A blend has a second Tribuo model, {@code linear.tribuo}, and {@code
 * pipeline.json} lists both. There may be two more parts, which predictions do not need: {@code rows.bin}, a {@link RowSample} of its
 * dataset, and {@code live.json}, the {@link TrainingBins} in which rows of requests are counted.
 */
public final class ModelFile {
    private static final String PIPELINE = "pipeline.json";
    private static final String METRICS = "metrics.json";

    private static final String ROWS = "rows.bin";

    private static final String LIVE = "live.json";

    /** The maximum size of {@code live.json}: 10,000 columns with 22 bins, and levels. */
    private static final int MAX_LIVE_BYTES = 16 << 20;

    private static final Pattern VERSION = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");

    private ModelFile() {}

    /**
     * The bytes of a model file.
     *
     * @param tribuo the serialized Tribuo model of the pipeline
     */
    public static byte[] write(byte[] tribuo, Pipeline pipeline, JsonObject metrics) {
        return write(TribuoModels.of(tribuo), pipeline, metrics, Optional.empty());
    }

    /**
     * The bytes of a model file.
     *
     * @param tribuo the serialized Tribuo models of the pipeline
     * @param rows some rows of its dataset, for comparison with the next one
     */
    public static byte[] write(TribuoModels tribuo, Pipeline pipeline, JsonObject metrics, Optional<RowSample> rows) {
        return write(tribuo, pipeline, metrics, rows, Optional.empty());
    }

    /**
     * The bytes of a model file.
     *
     * @param bins in which rows of requests are counted
     */
    public static byte[] write(
            TribuoModels tribuo,
            Pipeline pipeline,
            JsonObject metrics,
            Optional<RowSample> rows,
            Optional<TrainingBins> bins) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            JsonObject written = PipelineJson.write(pipeline, format(tribuo));
            if (tribuo.linear().isPresent()) {
                PipelineJson.addModels(written, tribuo.names());
            }
            add(zip, PIPELINE, IndentedJson.bytes(written));
            add(zip, METRICS, IndentedJson.bytes(metrics));
            add(zip, TribuoModels.MAIN, tribuo.main());
            if (tribuo.linear().isPresent()) {
                add(zip, TribuoModels.LINEAR, tribuo.linear().get());
            }
            if (rows.isPresent()) {
                add(zip, ROWS, rows.get().toBytes());
            }
            if (bins.isPresent()) {
                // Compact: it is as large as the profiles of the columns.
                add(zip, LIVE, bins.get().toJson().toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int format(TribuoModels tribuo) throws IOException {
        if (tribuo.linear().isPresent()) {
            return PipelineJson.FORMAT_OF_DIRECTIONS_AND_BLENDS;
        }
        WireMessage main = WireMessage.parse(UnsafeByteOperations.unsafeWrap(tribuo.main()));
        if (!TribuoTrees.reads(main)) {
            return PipelineJson.FORMAT_OF_LINEAR_MODELS;
        }
        return TribuoTrees.hasDirections(main)
                ? PipelineJson.FORMAT_OF_DIRECTIONS_AND_BLENDS
                : PipelineJson.FORMAT_OF_TREES;
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // For the first day of 1980 Java would add a second timestamp, which depends on the time zone.
        entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /**
     * The bytes of a model file in storage.
     *
     * @throws ModelTooLargeException when it is larger than a model file may be
     */
    public static byte[] bytes(StoredObject object) throws IOException {
        try {
            return object.readAllBytes(ModelLimits.MAX_FILE_BYTES);
        } catch (ObjectTooLargeException e) {
            throw new ModelTooLargeException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads a model file.
     *
     * @throws InvalidModelException when it is damaged, incomplete or too large, or has a format that this version does not read
     */
    public static Model read(byte[] zip) throws InvalidModelException {
        return read(zip, ModelFile::record);
    }

    /**
     * Reads a model file for predictions: {@link Model#metrics()} has only the plain values of its record, such as the version and the
     * metrics with their intervals, and the ranges of its columns. The rest, which may be larger than the model, is never in memory.
     *
     * @throws InvalidModelException like {@link #read}
     */
    public static Model readToPredict(byte[] zip) throws InvalidModelException {
        return read(zip, PlainValues::read);
    }

    /** The sample of rows in a model file; empty when it has none that can be read, as the files of earlier releases. */
    public static Optional<RowSample> readRows(byte[] zip) {
        try {
            ZipDirectory directory = ZipDirectory.of(zip);
            if (!directory.has(ROWS) || directory.size(ROWS) > RowSample.maxBytes()) {
                return Optional.empty();
            }
            try (InputStream in = directory.open(ROWS)) {
                return Optional.of(RowSample.read(in.readAllBytes()));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Only a comparison needs it, so the model can be used.
            return Optional.empty();
        }
    }

    /** The bins in which rows of requests are counted; {@link TrainingBins#NONE} when the file has none that can be read, as those of earlier releases. */
    public static TrainingBins readBins(byte[] zip) {
        try {
            ZipDirectory directory = ZipDirectory.of(zip);
            if (!directory.has(LIVE) || directory.size(LIVE) > MAX_LIVE_BYTES) {
                return TrainingBins.NONE;
            }
            JsonObject json = parse(directory, LIVE, ModelFile::bins);
            return TrainingBins.read(json).orElse(TrainingBins.NONE);
        } catch (IOException e) {
            // Predictions do not need them.
            return TrainingBins.NONE;
        }
    }

    private static JsonObject bins(InputStream in) throws IOException {
        return object(in, LIVE, ModelLimits.MAX_PIPELINE_VALUES);
    }

    /** Reads an entry that is a JSON object. */
    @FunctionalInterface
    private interface ObjectReader {
        JsonObject read(InputStream in) throws IOException;
    }

    private static Model read(byte[] zip, ObjectReader record) throws InvalidModelException {
        try {
            ZipDirectory directory = directory(zip);
            JsonObject description = parse(directory, PIPELINE, ModelFile::pipeline);
            Pipeline pipeline = PipelineJson.read(description);
            ModelLimits.check(pipeline);
            List<String> models = PipelineJson.models(description);
            JsonObject metrics = parse(directory, METRICS, record);
            checkVersion(metrics);
            return new Model(
                    pipeline, LinkedScorer.of(scorer(directory, models, pipeline), pipeline.target()), metrics);
        } catch (InvalidModelException e) {
            throw e;
        } catch (BoundedJson.TooLargeException e) {
            throw new ModelTooLargeException("The model file is too large: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidModelException("The model file is damaged: " + e.getMessage(), e);
        }
    }

    private static ZipDirectory directory(byte[] zip) throws InvalidModelException {
        if (zip.length > ModelLimits.MAX_FILE_BYTES) {
            throw new ModelTooLargeException("The model file has " + Figures.bytes(zip.length) + "; the maximum is "
                    + Figures.bytes(ModelLimits.MAX_FILE_BYTES));
        }
        ZipDirectory directory = ZipDirectory.of(zip);
        long unpacked = directory.size(PIPELINE)
                + directory.size(METRICS)
                + directory.size(TribuoModels.MAIN)
                + (directory.has(TribuoModels.LINEAR) ? directory.size(TribuoModels.LINEAR) : 0);
        if (unpacked > ModelLimits.MAX_UNPACKED_BYTES) {
            throw new ModelTooLargeException("The model file unpacks to " + Figures.bytes(unpacked)
                    + "; the maximum is " + Figures.bytes(ModelLimits.MAX_UNPACKED_BYTES));
        }
        ModelLimits.atMost(directory.size(METRICS), ModelLimits.MAX_METRICS_BYTES, "bytes in metrics.json");
        return directory;
    }

    private static void checkVersion(JsonObject metrics) throws InvalidModelException {
        JsonElement version = metrics.get("version");
        if (version == null || !version.isJsonPrimitive()) {
            throw new InvalidModelException("metrics.json has no version");
        }
        String text = version.getAsString();
        if (!VERSION.matcher(text).matches()) {
            throw new InvalidModelException("metrics.json has the version '" + Text.truncate(text, 80)
                    + "'; accepted is one like 20261122T084133Z-1f0c2a9b");
        }
    }

    private static WireMessage tribuo(ZipDirectory directory, String name) throws IOException {
        return WireMessage.parse(content(directory, name));
    }

    private static ByteString content(ZipDirectory directory, String name) throws IOException {
        try (InputStream in = directory.open(name)) {
            byte[] content = in.readNBytes((int) directory.size(name));
            if (in.read() >= 0) {
                throw new IllegalStateException("The stream ends at the size of its entry, or fails");
            }
            // Not a copy; nothing else has the array.
            return UnsafeByteOperations.unsafeWrap(content);
        }
    }

    private static MarginScorer scorer(ZipDirectory directory, List<String> models, Pipeline pipeline)
            throws IOException {
        MarginScorer main = scorer(tribuo(directory, TribuoModels.MAIN), pipeline);
        if (models.equals(List.of(TribuoModels.MAIN))) {
            return main;
        }
        WireMessage linear = tribuo(directory, TribuoModels.LINEAR);
        if (main instanceof TreeScorer trees && TribuoLinear.reads(linear)) {
            return new BlendScorer(linear(linear, pipeline), trees);
        }
        throw new InvalidModelException(
                "The models of a blend are not what this version of Dropfit serves: trees in model.tribuo, and a"
                        + " linear model in linear.tribuo");
    }

    private static MarginScorer scorer(WireMessage tribuo, Pipeline pipeline) throws IOException {
        if (TribuoLinear.reads(tribuo)) {
            return linear(tribuo, pipeline);
        }
        if (TribuoTrees.reads(tribuo)) {
            return TribuoTrees.read(tribuo, pipeline);
        }
        throw new InvalidModelException(
                "model.tribuo is a " + tribuo.string(2) + "; this version of Dropfit serves linear models and trees");
    }

    private static LinearScorer linear(WireMessage tribuo, Pipeline pipeline) throws IOException {
        LinearScorer scorer = TribuoLinear.read(tribuo, pipeline);
        if (pipeline.target() instanceof Target.Quantity quantity
                && quantity.link().logarithm()) {
            Link link = quantity.link();
            return scorer.within(link.linearWeight() * link.minLinear(), link.linearWeight() * link.maxLinear());
        }
        return scorer;
    }

    private static JsonObject record(InputStream in) throws IOException {
        return object(in, METRICS, ModelLimits.MAX_METRICS_VALUES);
    }

    private static JsonObject pipeline(InputStream in) throws IOException {
        return object(in, PIPELINE, ModelLimits.MAX_PIPELINE_VALUES);
    }

    private static JsonObject object(InputStream in, String name, int maxValues) throws IOException {
        JsonElement json = BoundedJson.parse(in, maxValues, ModelLimits.MAX_JSON_STRING);
        if (json.isJsonObject()) {
            return json.getAsJsonObject();
        }
        throw new InvalidModelException(name + " is not a JSON object");
    }

    private static JsonObject parse(ZipDirectory directory, String name, ObjectReader reader) throws IOException {
        try (InputStream in = directory.open(name)) {
            return reader.read(in);
        } catch (JsonParseException | MalformedJsonException | IllegalStateException e) {
            throw new InvalidModelException(name + " is not JSON" + JsonPlace.of(e), e);
        }
    }
}
