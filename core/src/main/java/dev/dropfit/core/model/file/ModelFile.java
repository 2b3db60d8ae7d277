package dev.dropfit.core.model.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.protobuf.ByteString;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The model file: a zip of {@code model.tribuo} (a Tribuo model as protocol buffer), {@code pipeline.json} ({@link Pipeline}) and {@code
 * metrics.json}. The same model always gives the same bytes.
 */
public final class ModelFile {
    private static final String MODEL = "model.tribuo";
    private static final String PIPELINE = "pipeline.json";
    private static final String METRICS = "metrics.json";

    /** The maximum size of an unpacked entry, in bytes: limits the memory for a damaged or hostile file. */
    private static final int MAX_ENTRY_BYTES = 256 << 20;

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private ModelFile() {}

    /**
     * The bytes of a model file.
     *
     * @param tribuo the serialized Tribuo model of the pipeline
     */
    public static byte[] write(byte[] tribuo, Pipeline pipeline, JsonObject metrics) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            boolean trees = TribuoTrees.reads(WireMessage.parse(ByteString.copyFrom(tribuo)));
            int format = trees ? PipelineJson.FORMAT_OF_TREES : PipelineJson.FORMAT_OF_LINEAR_MODELS;
            add(zip, PIPELINE, json(PipelineJson.write(pipeline, format)));
            add(zip, METRICS, json(metrics));
            add(zip, MODEL, tribuo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // For the first day of 1980 Java would add a second timestamp, which depends on the time zone.
        entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] json(JsonObject json) {
        return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a model file.
     *
     * @throws InvalidModelException when it is damaged, incomplete or too large, or has a format that this version does not read
     */
    public static Model read(byte[] zip) throws InvalidModelException {
        try {
            Map<String, byte[]> entries = unpack(zip);
            Pipeline pipeline = PipelineJson.read(parse(entries, PIPELINE));
            JsonObject metrics = parse(entries, METRICS);
            if (!metrics.has("version") || !metrics.get("version").isJsonPrimitive()) {
                throw new InvalidModelException("metrics.json has no version");
            }
            WireMessage tribuo = WireMessage.parse(ByteString.copyFrom(entry(entries, MODEL)));
            return new Model(pipeline, scorer(tribuo, pipeline), metrics);
        } catch (InvalidModelException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidModelException("The model file is damaged: " + e.getMessage(), e);
        }
    }

    private static Scorer scorer(WireMessage tribuo, Pipeline pipeline) throws IOException {
        if (TribuoLinear.reads(tribuo)) {
            return TribuoLinear.read(tribuo, pipeline);
        }
        if (TribuoTrees.reads(tribuo)) {
            return TribuoTrees.read(tribuo, pipeline);
        }
        throw new InvalidModelException(
                "model.tribuo is a " + tribuo.string(2) + "; this version of Dropfit serves linear models and trees");
    }

    private static Map<String, byte[]> unpack(byte[] content) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (Set.of(MODEL, PIPELINE, METRICS).contains(entry.getName())) {
                    byte[] bytes = zip.readNBytes(MAX_ENTRY_BYTES);
                    if (zip.read() >= 0) {
                        throw new InvalidModelException(
                                entry.getName() + " unpacks to more than " + MAX_ENTRY_BYTES + " bytes");
                    }
                    entries.put(entry.getName(), bytes);
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new InvalidModelException("The model file is not a readable zip: " + e.getMessage(), e);
        }
        return entries;
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws InvalidModelException {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new InvalidModelException("The model file has no " + name);
        }
        return content;
    }

    private static JsonObject parse(Map<String, byte[]> entries, String name) throws InvalidModelException {
        try {
            JsonElement json =
                    GSON.fromJson(new String(entry(entries, name), StandardCharsets.UTF_8), JsonElement.class);
            if (json != null && json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new InvalidModelException(name + " is not JSON: " + e.getMessage(), e);
        }
        throw new InvalidModelException(name + " is not a JSON object");
    }
}
