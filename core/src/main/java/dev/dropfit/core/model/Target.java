package dev.dropfit.core.model;

import java.util.List;
import java.util.Map;

/** What a model predicts. */
public sealed interface Target {
    /** One of two or more classes. */
    record Classes(List<String> values, Map<String, String> names) implements Target {
        /**
         * @param values the label's values as {@link dev.dropfit.core.csv.Values#category(String)} writes them, at least two, each once.
         *     Of two, the second is the positive one.
         * @param names how to show values; a value that is absent is shown as it is
         */
        public Classes {
            values = List.copyOf(values);
            names = Map.copyOf(names);
            if (values.size() < 2) {
                throw new IllegalArgumentException("A classification needs two classes, found " + values);
            }
        }

        /** What answers call the class of this index. */
        public String name(int index) {
            return names.getOrDefault(values.get(index), values.get(index));
        }

        public int size() {
            return values.size();
        }

        public boolean binary() {
            return values.size() == 2;
        }
    }

    /** A number. */
    record Quantity() implements Target {}
}
