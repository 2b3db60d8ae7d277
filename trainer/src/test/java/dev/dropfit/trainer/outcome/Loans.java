package dev.dropfit.trainer.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;

/** A model that predicts whether a loan is paid back, from two numbers, and rows of the same population. */
final class Loans {
    static final ModelName MODEL = new ModelName("loans");
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    static final String HEADER = "income,debt,paid\n";

    private Loans() {}

    /** Rows without a header: income, debt, and the label. */
    static List<String> rows(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double income = Math.rint(1000 * (random.nextDouble() * 4 - 2)) / 1000;
            double debt = Math.rint(1000 * (random.nextDouble() * 4 - 2)) / 1000;
            boolean paid = random.nextDouble() < 1 / (1 + Math.exp(debt - 1.5 * income));
            rows.add(income + "," + debt + "," + (paid ? "yes" : "no"));
        }
        return rows;
    }

    static String csv(String header, List<String> rows) {
        return header + String.join("\n", rows) + "\n";
    }

    static ObjectInfo drop(Bucket data, String name, String content) throws IOException {
        long present = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        return data.write(name, content.getBytes(UTF_8), present);
    }

    static Retries retries() {
        return new Retries(Duration.ofSeconds(20), Clock.fixed(START, ZoneOffset.UTC), pause -> {}, new Random(1));
    }

    /** Trains a version on rows of its own and serves it. */
    static Version train(MemoryBucket data, Bucket models, int seed) throws IOException {
        drop(data, MODEL.settings(), "{\"learner\": \"logistic-regression\", \"label\": \"paid\"}");
        drop(data, MODEL.dataset(), csv(HEADER, rows(1500, seed)));
        TrainingRun.Result result = new TrainingRun(
                        data, new Registry(models), "revision", Clock.fixed(START, ZoneOffset.UTC), retries())
                .run(MODEL, OptionalLong.empty());
        TrainingRun.Result.Ended ended = (TrainingRun.Result.Ended) result;
        assertThat(ended.record().promoted()).as("%s", ended.record().reasons()).isTrue();
        return ended.version();
    }
}
