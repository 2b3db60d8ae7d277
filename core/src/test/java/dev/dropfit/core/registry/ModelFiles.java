package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.file.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Model files of any version for tests: the committed model of a quantity with another version in its record. */
public final class ModelFiles {
    private static final String GOLDEN = "/dev/dropfit/core/model/file/format-1-quantity.zip";

    private ModelFiles() {}

    /** A model file that can be served. */
    public static byte[] of(Version version) throws IOException {
        byte[] golden = golden();
        return file(golden, version, ModelFile.read(golden).pipeline());
    }

    /** A model file that can be served, with this record in it. */
    static byte[] of(RunRecord record) throws IOException {
        byte[] golden = golden();
        return ModelFile.write(tribuo(golden), ModelFile.read(golden).pipeline(), record.toJson());
    }

    /** A model file that can be read, but whose predictions for rows with missing values are infinite. */
    public static byte[] thatPredictsInfinity(Version version) throws IOException {
        byte[] golden = golden();
        Pipeline pipeline = ModelFile.read(golden).pipeline();
        List<Feature> features = new ArrayList<>(pipeline.features());
        Feature.Numeric first = (Feature.Numeric) features.get(0);
        features.set(0, new Feature.Numeric(first.column(), 1e308, 0, 1e-308));
        return file(
                golden,
                version,
                new Pipeline(
                        pipeline.label(),
                        pipeline.output(),
                        pipeline.learner(),
                        pipeline.target(),
                        features,
                        pipeline.ignored()));
    }

    private static byte[] file(byte[] golden, Version version, Pipeline pipeline) throws IOException {
        Model model = ModelFile.read(golden);
        JsonObject metrics = model.metrics().deepCopy();
        metrics.addProperty("version", version.value());
        return ModelFile.write(tribuo(golden), pipeline, metrics);
    }

    private static byte[] tribuo(byte[] file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("model.tribuo")) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new IllegalStateException("The golden file has no model.tribuo");
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(ModelFiles.class.getResourceAsStream(GOLDEN))) {
            return in.readAllBytes();
        }
    }
}
