package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of labels of a model: what came true of rows that were predicted. {@code {model}/labels.csv} or {@code .csv.gz} in the data bucket,
 * and any number of {@code {model}/labels/{name}.csv[.gz]}. All of them count together.
 */
public final class LabelFile {
    /** The folder of these files in the folder of a model. */
    public static final String FOLDER = "labels";

    private static final Pattern OBJECT =
            Pattern.compile("([^/]+)/labels(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)?\\.csv(?:\\.gz)?");

    private LabelFile() {}

    /** The model whose labels an object of the data bucket has; empty if it is no such file. */
    public static Optional<ModelName> model(String object) {
        Matcher matcher = OBJECT.matcher(object);
        return matcher.matches() ? ModelName.parse(matcher.group(1)) : Optional.empty();
    }

    /** The file of labels that most models have. */
    public static String plain(ModelName model) {
        return model + "/" + FOLDER + ".csv";
    }

    /** The files of a model, oldest first. */
    public static List<ObjectInfo> list(Bucket data, ModelName model) throws IOException {
        return data.list(model + "/" + FOLDER).stream()
                .filter(object -> model(object.name()).isPresent())
                .sorted(Comparator.comparingLong(ObjectInfo::generation).thenComparing(ObjectInfo::name))
                .toList();
    }
}
