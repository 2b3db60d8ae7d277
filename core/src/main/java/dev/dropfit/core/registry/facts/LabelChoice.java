package dev.dropfit.core.registry.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a column is the label. */
public enum LabelChoice {
    /** The settings name it. */
    SETTING("as dropfit.json says"),
    /** The previous model predicts it. */
    PREVIOUS("as the previous model does"),
    /** It has a usual name of a label. */
    NAME("because of its name"),
    /** It is the last column, and no column has a usual name. */
    LAST("the last column"),
    /** It is the last column that has values to predict, and no column has a usual name. */
    LAST_PREDICTABLE("the last column that is not a date, a place, a name, a key, mostly empty or always the same");

    private final String phrase;

    LabelChoice(String phrase) {
        this.phrase = phrase;
    }

    /** The choice with this name in records. */
    public static Optional<LabelChoice> parse(String text) {
        return Arrays.stream(values())
                .filter(choice -> choice.text().equals(text))
                .findFirst();
    }

    /** Its name in records. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why the column is the label, to be said after its name. */
    public String phrase() {
        return phrase;
    }

    /** Why the column is the label; how to predict another one from a file if no setting has chosen it. */
    public String advice() {
        return phrase + (this == SETTING ? "" : "; to predict another column, set label in dropfit.json");
    }

    /** What a model predicts and why, as a part of a sentence; how to predict another column if nobody has chosen this one. */
    public String predicts(String label, String model) {
        return "predicts '" + label + "', " + phrase
                + (this == SETTING ? "" : "; to predict another column: dropfit label " + model + " COLUMN");
    }
}
