package dev.dropfit.cli.up;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds new objects in a data bucket by listing it repeatedly. An object counts as dropped when two lists in a row show it in the same
 * state: then it has stopped growing. Not thread-safe.
 */
final class DropWatcher {
    private final Bucket data;
    private final Map<String, ObjectInfo> seen = new HashMap<>();
    private final Map<String, Long> reported = new HashMap<>();

    DropWatcher(Bucket data) {
        this.data = data;
    }

    /** Lists once: returns the drops that are complete now, each generation once. Datasets come before settings. */
    List<Drop> look() throws IOException {
        List<Drop> drops = new ArrayList<>();
        List<ObjectInfo> objects = data.list("");
        for (ObjectInfo object : objects) {
            boolean settled = object.equals(seen.put(object.name(), object));
            Optional<ModelName> model = model(object.name());
            if (settled
                    && model.isPresent()
                    && !Long.valueOf(object.generation()).equals(reported.get(object.name()))) {
                reported.put(object.name(), object.generation());
                drops.add(new Drop(model.get(), object));
            }
        }
        seen.keySet().retainAll(objects.stream().map(ObjectInfo::name).toList());
        return drops;
    }

    /** Forgets what was dropped: every object counts as dropped again. */
    void forget() {
        reported.clear();
    }

    private static Optional<ModelName> model(String object) {
        int slash = object.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : ModelName.parse(object.substring(0, slash))
                        .filter(model -> object.equals(model.dataset()) || object.equals(model.settings()));
    }
}
