package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CacheTest {
    @Test
    void itDropsTheValueThatWasUsedLeastRecently() {
        Cache<String, Integer> cache = new Cache<>(2);
        cache.put("one", 1);
        cache.put("two", 2);
        cache.find("one");
        cache.put("three", 3);

        assertThat(cache.find("one")).contains(1);
        assertThat(cache.find("two")).isEmpty();
        assertThat(cache.find("three")).contains(3);
    }

    @Test
    void aNewValueReplacesTheOldOne() {
        Cache<String, Integer> cache = new Cache<>(2);
        cache.put("one", 1);
        cache.put("one", 10);

        assertThat(cache.find("one")).contains(10);
    }
}
