package dev.dropfit.trainer.table;

import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.MissingTexts;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a column is written, as far as its values show it.
 *
 * @param notation how its numbers or times are written; empty for plain numbers and ISO dates
 * @param missing the texts that stand for missing values, in the order of their first occurrence
 * @param notes what the owner of the dataset should know
 * @param set the texts that stand for missing values by the settings
 */
record InferredFormat(Optional<Notation> notation, List<String> missing, List<Anomaly> notes, List<String> set) {
    /** Plain numbers, ISO dates or texts. */
    static final InferredFormat PLAIN = new InferredFormat(Optional.empty(), List.of(), List.of());

    InferredFormat(Optional<Notation> notation, List<String> missing, List<Anomaly> notes) {
        this(notation, missing, notes, List.of());
    }

    InferredFormat {
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
        set = List.copyOf(set);
    }

    /** How cells are read: without the texts that always stand for missing values in a column of numbers or dates. */
    ColumnFormat format() {
        List<String> unusual =
                missing.stream().filter(text -> !MissingTexts.isMissing(text)).toList();
        return notation.isEmpty() && unusual.isEmpty() ? ColumnFormat.PLAIN : new ColumnFormat(notation, unusual);
    }

    /** This format, with texts that stand for missing values by the settings. */
    InferredFormat with(List<String> texts) {
        return texts.isEmpty() ? this : new InferredFormat(notation, missing, notes, texts);
    }

    /** What a model stores for a column of this kind. */
    ColumnFormat stored(ColumnKind kind) {
        List<String> all = new ArrayList<>(kind == ColumnKind.CATEGORICAL ? missing : format().missing());
        set.stream().filter(text -> !all.contains(text)).forEach(all::add);
        Optional<Notation> used = notation.filter(one -> one.isTime() == (kind == ColumnKind.DATETIME));
        // A category reads only the texts as missing that the model stores.
        return new ColumnFormat(used, all);
    }

    /** What a plain number means: where a point separates thousands, {@code 1.234} is a number of thousands. */
    double meaning(double plain) {
        return plain != Math.rint(plain)
                        && notation.isPresent()
                        && notation.get() instanceof NumberNotation numbers
                        && numbers.grouping() == '.'
                        && NumberCandidates.isGrouped(plain)
                ? Math.rint(plain * 1000)
                : plain;
    }
}
