package dev.dropfit.core.model;

import java.util.List;
import java.util.Map;

/** The prediction target of a model. */
public sealed interface Target {
    /** One of two or more classes. */
    record Classes(List<String> values, Map<String, String> names) implements Target {
        /**
         * @param values the values of the label, as {@link dev.dropfit.core.csv.Values#category(String)} returns them, at least two, each once.
         *     If there are two, the second is the positive one.
         * @param names the display names of values; a value without a display name is shown unchanged
         */
        public Classes {
            values = List.copyOf(values);
            names = Map.copyOf(names);
            if (values.size() < 2) {
                throw new IllegalArgumentException("A classification needs two classes, found " + values);
            }
        }

        /** The name of the class with this index in responses. */
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

    /**
     * A number.
     *
     * @param link how it follows from the margin of a model
     */
    record Quantity(Link link) implements Target {
        /** A number that is the margin of a model. */
        public Quantity() {
            this(Link.IDENTITY);
        }
    }
}
