package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The ids of features and classes in a Tribuo model.
 *
 * @param columns the id of each encoded column, from 0 to their count - 1
 * @param outputs the id of each class, from 0 to their count - 1; for a quantity, only 0
 */
record TribuoDomain(List<Integer> columns, List<Integer> outputs) {
    /**
     * Reads the domain from the metadata of a model.
     *
     * @param metadata a {@code ModelDataProto}
     * @param names of the encoded columns
     * @throws InvalidModelException when the model and its pipeline have different features or classes
     */
    static TribuoDomain of(WireMessage metadata, Pipeline pipeline, List<String> names) throws IOException {
        return new TribuoDomain(
                columnIds(metadata.message(4).any(3), names),
                pipeline.target() instanceof Target.Classes known
                        ? classIds(metadata.message(5).any(3), known.values())
                        : List.of(0));
    }

    private static List<Integer> columnIds(WireMessage featureMap, List<String> names) throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        // One by one: all of them together would take more memory than the model.
        for (ByteString variable : featureMap.allBytes(1)) {
            WireMessage info = WireMessage.parse(variable).any(3);
            ids.put(info.string(1), (int) info.number(3));
        }
        return idsOf(names, ids, "features");
    }

    private static List<Integer> classIds(WireMessage labelInfo, List<String> values) throws IOException {
        List<String> labels = labelInfo.strings(1);
        List<Long> numbers = labelInfo.numbers(3);
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < labels.size() && i < numbers.size(); i++) {
            ids.put(labels.get(i), numbers.get(i).intValue());
        }
        return idsOf(values, ids, "classes");
    }

    private static List<Integer> idsOf(List<String> names, Map<String, Integer> ids, String what)
            throws InvalidModelException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : names) {
            Integer id = ids.get(name);
            if (id == null || id < 0 || id >= names.size()) {
                throw new InvalidModelException("model.tribuo does not have '" + name + "' in its " + what);
            }
            numbers.add(id);
        }
        if (ids.size() != names.size() || new HashSet<>(numbers).size() != names.size()) {
            throw new InvalidModelException("model.tribuo has " + ids.size() + " " + what + " with "
                    + new HashSet<>(numbers).size() + " ids; pipeline.json has " + names.size());
        }
        return numbers;
    }
}
