package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MissingTexts;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.DateOrder;
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
 * @param dateOrder the order of day and month, if the values show it
 * @param unclearDate a date that can be read both ways, if all can; otherwise empty
 */
public record InferredFormat(
        Optional<Notation> notation,
        List<String> missing,
        List<Anomaly> notes,
        List<String> set,
        Optional<DateOrder> dateOrder,
        String unclearDate) {
    /** Plain numbers, ISO dates or texts. */
    public static final InferredFormat PLAIN = new InferredFormat(Optional.empty(), List.of(), List.of());

    public InferredFormat(Optional<Notation> notation, List<String> missing, List<Anomaly> notes) {
        this(notation, missing, notes, List.of(), Optional.empty(), "");
    }

    public InferredFormat {
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
        set = List.copyOf(set);
    }

    /** How cells are read: without the texts that always stand for missing values in a column of numbers or dates. */
    public ColumnFormat format() {
        List<String> unusual =
                missing.stream().filter(text -> !MissingTexts.isMissing(text)).toList();
        return notation.isEmpty() && unusual.isEmpty() ? ColumnFormat.PLAIN : new ColumnFormat(notation, unusual);
    }

    /** This format, with texts that stand for missing values by the settings. */
    public InferredFormat with(List<String> texts) {
        return texts.isEmpty() ? this : new InferredFormat(notation, missing, notes, texts, dateOrder, unclearDate);
    }

    /** This format of dates, with the order of day and month that its values show. */
    public InferredFormat ordered(DateOrder order) {
        return new InferredFormat(notation, missing, notes, set, Optional.of(order), "");
    }

    /** This format of dates that can all be read both ways, such as this one. */
    public InferredFormat unclear(String example) {
        return new InferredFormat(notation, missing, notes, set, Optional.empty(), example);
    }

    /** Whether all its dates can be read both ways. */
    public boolean isUnclear() {
        return !unclearDate.isEmpty();
    }

    /**
     * This format, with an unclear order of day and month decided.
     *
     * @param column the name of the column
     * @param why what decides: a part of a sentence
     */
    public InferredFormat ordered(String column, DateOrder order, String why) {
        if (!isUnclear()) {
            return this;
        }
        DateNotation dates = new DateNotation(
                order == DateOrder.DAY_FIRST,
                notation.filter(DateNotation.class::isInstance)
                        .map(known -> ((DateNotation) known).firstYear())
                        .orElse(DateNotation.DEFAULT_FIRST_YEAR));
        List<Anomaly> all = new ArrayList<>();
        for (Anomaly note : notes) {
            all.add(
                    note.name().equals("ambiguous-dates")
                            ? Anomaly.of(
                                    "date-format",
                                    "column '" + column + "': dates are read with the " + order.first() + " first, "
                                            + why + ": '" + unclearDate + "' is "
                                            + DateTimes.text(dates.value(unclearDate)))
                            : note);
        }
        return new InferredFormat(Optional.of(dates), missing, all, set, Optional.of(order), "");
    }

    /** What a model stores for a column of this kind. */
    public ColumnFormat stored(ColumnKind kind) {
        List<String> all = new ArrayList<>(
                kind == ColumnKind.CATEGORICAL || kind == ColumnKind.TEXT ? missing : format().missing());
        set.stream().filter(text -> !all.contains(text)).forEach(all::add);
        Optional<Notation> used =
                notation.filter(one -> one.isTime() == (kind == ColumnKind.DATETIME) && kind != ColumnKind.TEXT);
        // A category reads only the texts as missing that the model stores.
        return new ColumnFormat(used, all);
    }

    /** What a plain number means: where a point separates thousands, {@code 1.234} is a number of thousands. */
    public double meaning(double plain) {
        return plain != Math.rint(plain)
                        && notation.isPresent()
                        && notation.get() instanceof NumberNotation numbers
                        && numbers.grouping() == '.'
                        && NumberCandidates.isGrouped(plain)
                ? Math.rint(plain * 1000)
                : plain;
    }
}
