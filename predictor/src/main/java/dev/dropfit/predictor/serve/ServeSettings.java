package dev.dropfit.predictor.serve;

import dev.dropfit.core.Environment;
import dev.dropfit.core.registry.ModelName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * How models are kept in memory.
 *
 * @param refreshInterval the time between two looks at latest
 * @param refreshBudget how long a request waits for a look that is due
 * @param maxModels the maximum number of models in memory
 * @param maxBytes the maximum heap memory of all models in memory, in bytes
 * @param storageWait how long a request waits for storage when its model is not in memory
 * @param strict the names of the models whose requests are strict; {@code *} for all
 */
public record ServeSettings(
        Duration refreshInterval,
        Duration refreshBudget,
        int maxModels,
        long maxBytes,
        Duration storageWait,
        Set<String> strict) {
    private static final String ALL = "*";

    static final String MEMORY = "DROPFIT_MAX_MODEL_MEMORY_BYTES";

    private static final Duration DEFAULT_REFRESH = Duration.ofSeconds(10);
    private static final int DEFAULT_REFRESH_BUDGET_MS = 100;
    private static final int DEFAULT_MODELS = 50;

    /** The share of the heap for models, if no setting says otherwise. Requests, and reading the largest model, need the rest. */
    private static final int DEFAULT_HEAP_PART = 4;

    /** A response of 503 arrives within two seconds. */
    private static final Duration STORAGE_WAIT = Duration.ofMillis(1_500);

    public ServeSettings {
        strict = Set.copyOf(strict);
    }

    /** Settings of models whose requests are strict only if they ask for it. */
    public ServeSettings(
            Duration refreshInterval, Duration refreshBudget, int maxModels, long maxBytes, Duration storageWait) {
        this(refreshInterval, refreshBudget, maxModels, maxBytes, storageWait, Set.of());
    }

    /** Whether all requests of a model are strict. */
    boolean isStrict(ModelName name) {
        return strict.contains(ALL) || strict.contains(name.value());
    }

    /** Settings without a limit of memory, and with no wait for a look that is due. */
    public static ServeSettings of(Duration refreshInterval, int maxModels) {
        return new ServeSettings(refreshInterval, Duration.ZERO, maxModels, Long.MAX_VALUE, STORAGE_WAIT);
    }

    /**
     * {@code DROPFIT_REFRESH_SECONDS}, {@code DROPFIT_REFRESH_BUDGET_MS}, {@code DROPFIT_LOADED_MODELS} and {@code
     * DROPFIT_MAX_MODEL_MEMORY_BYTES}, by default a quarter of the heap; {@code DROPFIT_STRICT}, names with commas between them or {@code *}.
     */
    public static ServeSettings fromEnvironment() {
        long heapPart = Runtime.getRuntime().maxMemory() / DEFAULT_HEAP_PART;
        return new ServeSettings(
                Environment.seconds("DROPFIT_REFRESH_SECONDS", DEFAULT_REFRESH),
                Duration.ofMillis(Environment.number("DROPFIT_REFRESH_BUDGET_MS", DEFAULT_REFRESH_BUDGET_MS, 0)),
                Environment.number("DROPFIT_LOADED_MODELS", DEFAULT_MODELS, 1),
                Environment.number(MEMORY, (int) Math.min(Integer.MAX_VALUE, heapPart), 1),
                STORAGE_WAIT,
                Environment.find("DROPFIT_STRICT").map(ServeSettings::names).orElse(Set.of()));
    }

    private static Set<String> names(String setting) {
        Set<String> names = new HashSet<>();
        StringTokenizer tokens = new StringTokenizer(setting, ",");
        while (tokens.hasMoreTokens()) {
            names.add(tokens.nextToken().strip());
        }
        return names;
    }
}
