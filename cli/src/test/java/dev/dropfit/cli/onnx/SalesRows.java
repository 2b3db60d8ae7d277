package dev.dropfit.cli.onnx;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Generated rows with numbers, categories, a date and five labels. The same seed gives the same rows. */
final class SalesRows {
    private static final List<String> REGIONS = List.of("North", "south", "East", "West");
    private static final long FIRST = Instant.parse("2019-01-01T00:00:00Z").getEpochSecond();
    private static final int FIVE_YEARS = 5 * 365 * 86_400;

    private final Random random;

    SalesRows(long seed) {
        random = new Random(seed);
    }

    /** Rows as texts by column. A tenth of the values is missing, some regions are rare. */
    List<Map<String, String>> rows(int count) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row());
        }
        return rows;
    }

    private Map<String, String> row() {
        double amount = random.nextGaussian() * 20 + 100;
        double weight = Math.exp(random.nextGaussian() * 2);
        int region = random.nextInt(REGIONS.size());
        int shelf = random.nextInt(5);
        long sold = FIRST + random.nextInt(FIVE_YEARS);
        double month = LocalDateTime.ofEpochSecond(sold, 0, ZoneOffset.UTC).getMonthValue();
        double score =
                (amount - 100) / 20 + Math.log(weight) + (region == 2 ? 2 : 0) - (shelf == 3 ? 1.5 : 0) + month / 6;
        double noisy = score + random.nextGaussian();
        Map<String, String> row = new LinkedHashMap<>();
        row.put("amount", orMissing(number(amount)));
        row.put("weight", orMissing(number(weight)));
        row.put("region", orMissing(random.nextInt(30) == 0 ? "Isle " + random.nextInt(9) : REGIONS.get(region)));
        row.put("shelf", orMissing(Integer.toString(shelf)));
        row.put(
                "sold",
                orMissing(LocalDateTime.ofEpochSecond(sold, 0, ZoneOffset.UTC).toString()));
        row.put("two", noisy > 1 ? "yes" : "no");
        row.put("three", noisy > 2 ? "high" : noisy > 0 ? "middle" : "low");
        row.put("ten", "step " + Math.max(0, Math.min(9, Math.round(noisy + 4))));
        row.put("number", number(noisy * 7));
        row.put("price", number(Math.exp(noisy + 5)));
        return row;
    }

    private String orMissing(String text) {
        return random.nextInt(10) == 0 ? "" : text;
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    /** Rows as CSV. */
    static String csv(List<Map<String, String>> rows) {
        return String.join(",", rows.get(0).keySet())
                + rows.stream()
                        .map(row -> String.join(",", row.values()))
                        .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
