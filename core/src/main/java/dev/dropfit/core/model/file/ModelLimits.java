package dev.dropfit.core.model.file;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The limits of a model file as a whole. They are the same for the trainer, which reads back what it writes, and for the predictor, and
 * far below the heap of both: unpacking and reading a model of this size takes at most about 200 MB, and keeping it about 100 MB.
 */
public final class ModelLimits {
    /** The maximum size of a model file, in bytes. */
    public static final int MAX_FILE_BYTES = 40 << 20;

    /** The maximum size of all its entries together when they are unpacked, in bytes. */
    static final int MAX_UNPACKED_BYTES = 64 << 20;

    /** The maximum number of features: of 10,000 columns in a dataset each may be a date with five parts. */
    static final int MAX_FEATURES = 50_000;

    /** The maximum number of encoded columns: of numbers, parts of dates and levels. */
    static final int MAX_ENCODED_COLUMNS = 200_000;

    static final int MAX_CLASSES = 1_000;

    /** The maximum number of weights of a linear model: encoded columns times classes. */
    static final int MAX_WEIGHTS = 4_000_000;

    static final int MAX_TREES = 20_000;

    /** The maximum number of nodes of all trees. */
    static final int MAX_NODES = 1 << 19;

    /** The maximum length of the name of a column, a class or an output, in characters. */
    static final int MAX_NAME_LENGTH = 1_000;

    /** The maximum length of all names together, in characters. */
    static final int MAX_NAMES_LENGTH = 2_000_000;

    /** The maximum number of terms of a column of texts. */
    static final int MAX_TERMS = 10_000;

    /** The maximum length of the name of a term, in characters. */
    static final int MAX_TERM_LENGTH = 200;

    static final int MAX_LEVEL_LENGTH = 1 << 16;

    /** The maximum length of all levels together, in characters. */
    static final int MAX_LEVELS_LENGTH = 16_000_000;

    /** The maximum number of JSON values in {@code pipeline.json}; a model within the other limits has fewer. */
    static final int MAX_PIPELINE_VALUES = 1_200_000;

    /** The maximum size of {@code metrics.json}, in bytes: the record of the run, which is read on its own too, is hardly larger. */
    static final int MAX_METRICS_BYTES = 30 << 20;

    /** The maximum number of JSON values in {@code metrics.json}. */
    static final int MAX_METRICS_VALUES = 900_000;

    /** The maximum length of a string in JSON as it is written: each character of a level may be an escape of six. */
    static final int MAX_JSON_STRING = 6 * MAX_LEVEL_LENGTH;

    private ModelLimits() {}

    /** @throws InvalidModelException when a pipeline exceeds a limit */
    static void check(Pipeline pipeline) throws InvalidModelException {
        List<String> names = new ArrayList<>(pipeline.ignored());
        names.add(pipeline.label());
        names.add(pipeline.output());
        names.add(pipeline.learner());
        long encoded = 0;
        long levels = 0;
        for (Feature feature : pipeline.features()) {
            encoded += feature.width();
            if (feature instanceof Feature.Numeric numeric
                    && numeric.text().isPresent()
                    && !numeric.text().get().isLength()) {
                atMost(
                        numeric.text().get().term().length(),
                        MAX_TERM_LENGTH,
                        "characters in a term of '" + shown(feature.column()) + "'");
                continue;
            }
            names.add(feature.column());
            if (feature instanceof Feature.Categorical categorical) {
                for (String level : categorical.levels()) {
                    atMost(
                            level.length(),
                            MAX_LEVEL_LENGTH,
                            "characters in a level of '" + shown(feature.column()) + "'");
                    levels += level.length();
                }
            }
        }
        Set<String> inputs = pipeline.features().stream().map(Feature::column).collect(Collectors.toSet());
        pipeline.positions().stream().filter(column -> !inputs.contains(column)).forEach(names::add);
        if (pipeline.target() instanceof Target.Classes classes) {
            atMost(classes.size(), MAX_CLASSES, "classes");
            names.addAll(classes.values());
            names.addAll(classes.names().values());
        }
        long length = 0;
        for (String name : names) {
            atMost(name.length(), MAX_NAME_LENGTH, "characters in the name '" + shown(name) + "'");
            length += name.length();
        }
        atMost(pipeline.features().size(), MAX_FEATURES, "features");
        atMost(encoded, MAX_ENCODED_COLUMNS, "encoded columns (numbers, parts of dates and levels)");
        atMost(length, MAX_NAMES_LENGTH, "characters in its names");
        atMost(levels, MAX_LEVELS_LENGTH, "characters in its levels");
    }

    /**
     * Checks a count.
     *
     * @param what what is counted, in the plural
     */
    static void atMost(long found, long max, String what) throws ModelTooLargeException {
        if (found > max) {
            throw new ModelTooLargeException(
                    "The model has " + Figures.count(found) + " " + what + "; the maximum is " + Figures.count(max));
        }
    }

    private static String shown(String name) {
        return Text.truncate(name, 40);
    }
}
