package dev.dropfit.trainer.outcome;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads labels as a model knows them. Immutable. */
public final class LabelReader {
    private static final List<String> OTHER_NAMES = List.of("label", "actual", "outcome");

    private final Pipeline pipeline;
    private final @Nullable ColumnFormat written;
    /** The index of each class by the texts that mean it; empty for a number. */
    private final Map<String, Integer> classes = new HashMap<>();

    public LabelReader(Pipeline pipeline) {
        this.pipeline = pipeline;
        written = pipeline.formats().get(pipeline.label());
        if (pipeline.target() instanceof Target.Classes target) {
            for (int k = 0; k < target.size(); k++) {
                classes.putIfAbsent(target.name(k).toLowerCase(Locale.ROOT), k);
            }
            for (int k = 0; k < target.size(); k++) {
                classes.putIfAbsent(target.values().get(k).toLowerCase(Locale.ROOT), k);
            }
            // What is written exactly so counts first.
            for (int k = 0; k < target.size(); k++) {
                classes.put(target.name(k), k);
            }
            for (int k = 0; k < target.size(); k++) {
                classes.put(target.values().get(k), k);
            }
        }
    }

    /** The column of the dataset that has the labels. */
    String column() {
        return pipeline.label();
    }

    /** The column of labels among these; -1 if there is none. */
    public int column(List<String> names) {
        int label = names.indexOf(pipeline.label());
        if (label < 0
                && pipeline.inputs().stream().noneMatch(input -> input.column().equals(pipeline.output()))) {
            label = names.indexOf(pipeline.output());
        }
        for (int i = 0; label < 0 && i < OTHER_NAMES.size(); i++) {
            label = names.indexOf(OTHER_NAMES.get(i));
        }
        return label;
    }

    /** Whether a text is no label yet. */
    public boolean isMissing(String text) {
        return (Values.isMissing(text) && !classes.containsKey(text)) || (written != null && written.isMissing(text));
    }

    /**
     * The index of the class, or the number.
     *
     * @param commas whether numbers may have a decimal comma
     * @return NaN if the text is none
     */
    double value(String text, boolean commas) {
        if (pipeline.target() instanceof Target.Classes) {
            @Nullable Integer index = classes.get(text);
            if (index == null) {
                index = classes.get(category(text).toLowerCase(Locale.ROOT));
            }
            return index == null ? Double.NaN : index;
        }
        double number = number(text);
        return Double.isNaN(number) && commas ? CommaNumbers.number(text) : number;
    }

    private String category(String text) {
        double number = number(text);
        return Double.isNaN(number) ? text : Values.category(number);
    }

    private double number(String text) {
        return written == null ? Values.number(text) : written.number(text.toCharArray(), 0, text.length());
    }

    /**
     * The text that stands for a label in the dataset: of a class that has a display name its value.
     *
     * @return empty if the text is no label
     */
    public Optional<String> inDataset(String text, boolean commas) {
        double value = value(text, commas);
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        return Optional.of(
                pipeline.target() instanceof Target.Classes target
                                && !target.values().contains(text)
                        ? target.values().get((int) value)
                        : text);
    }

    /** What is accepted, for messages. */
    String accepted() {
        return pipeline.target() instanceof Target.Classes target
                ? "the classes " + Text.list(target.values(), 10)
                : "numbers";
    }
}
