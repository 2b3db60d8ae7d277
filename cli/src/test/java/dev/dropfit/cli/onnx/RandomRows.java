package dev.dropfit.cli.onnx;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows for any model, as texts by column: numbers around those of training, levels and others, dates of two centuries. A tenth is missing. */
final class RandomRows {
    private static final int TWO_CENTURIES_IN_DAYS = 73_000;

    private final Random random;

    RandomRows(long seed) {
        random = new Random(seed);
    }

    List<Map<String, String>> of(Model model, int count) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, String> row = new LinkedHashMap<>();
            for (Input input : model.pipeline().inputs()) {
                row.put(input.column(), random.nextInt(10) == 0 ? "" : value(input));
            }
            rows.add(row);
        }
        return rows;
    }

    private String value(Input input) {
        if (input.isDateTime()) {
            long day = random.nextLong(TWO_CENTURIES_IN_DAYS) - TWO_CENTURIES_IN_DAYS / 2;
            return LocalDateTime.ofEpochSecond(86_400L * day + random.nextInt(86_400), 0, ZoneOffset.UTC)
                    .toString();
        }
        if (input.feature() instanceof Feature.Categorical category) {
            int level = random.nextInt(category.levels().size() + 1);
            return level == category.levels().size()
                    ? "never seen"
                    : category.levels().get(level);
        }
        Feature.Numeric number = (Feature.Numeric) input.feature();
        return Double.toString(number.mean() + 2 * number.scale() * random.nextGaussian());
    }
}
