package dev.dropfit.monitor;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Counts rows as the predictor does, of a model with an age from 20 to 80 and a colour. */
public final class LiveTraffic {
    private final Registry registry;
    private final Bucket live;
    private final SplittableRandom random = new SplittableRandom(7);
    private int objects;

    public LiveTraffic(Registry registry, Bucket live) {
        this.registry = registry;
        this.live = live;
    }

    /** How a row is other than those of training. */
    @FunctionalInterface
    public interface Change {
        /** Changes the age and the code of the colour. */
        void apply(double[] row);
    }

    /** Counts rows of an instance of its own. */
    public void count(String model, Version version, Instant time, int rows, Change change)
            throws IOException, NumbersTooLargeException {
        ModelName name = new ModelName(model);
        byte[] file;
        try (var stored = registry.readArchive(name, version).orElseThrow()) {
            file = ModelFile.bytes(stored);
        }
        Model read = ModelFile.readToPredict(file);
        RowBins bins = new RowBins(ModelFile.readBins(file), read.pipeline());
        Prediction prediction = new Prediction(read);
        long[] cells = new long[bins.cells()];
        for (int i = 0; i < rows; i++) {
            double[] row = {20 + 60 * random.nextDouble(), random.nextInt(2)};
            change.apply(row);
            prediction.predict(row);
            bins.count(row, prediction.scores(), cells, 0);
        }
        List<Long> durations = new ArrayList<>(Collections.nCopies(Traffic.BOUNDS.size() + 1, 0L));
        durations.set(4, (long) rows);
        durations.set(8, 2L);
        TreeMap<String, Long> warnings = new TreeMap<>();
        warnings.put("missing_value", 3L);
        new LiveBucket(live)
                .write(
                        LiveBucket.name(name, version, new Hour(time), "i-" + ++objects),
                        new LiveCounts(
                                bins.bins(),
                                rows,
                                bins.slots(cells),
                                new Traffic(durations, rows * 2_000_000L, 2, 0, warnings)),
                        Bucket.ABSENT);
    }
}
