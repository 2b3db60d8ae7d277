package dev.dropfit.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values that were used last, up to a limit. Thread-safe. */
public final class Cache<K, V> {
    private final Map<K, V> values;

    /** @param limit the maximum number of values; beyond it the one that was used least recently is dropped */
    public Cache(int limit) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public synchronized void put(K key, V value) {
        values.put(key, value);
    }
}
