package dev.dropfit.trainer.cost;

import dev.dropfit.trainer.settings.LearnerName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A dataset of random cells, described by one line such as {@code codes columns=800 rows=400 values=250 classes=200}. The same line gives the
 * same bytes.
 *
 * @param kind of the cells
 * @param columns without the label
 * @param values the number of different values of a column; for numbers, the digits after the point
 * @param classes of the label; 0 for a label that is a number
 * @param learner the setting; empty for the linear one of the task
 */
record Shape(Kind kind, int columns, int rows, int values, int classes, String learner) {
    /** Two letters of which a code consists. */
    private static final int LETTERS = 26;

    /** What the cells are. */
    enum Kind {
        /** Normally distributed numbers with some digits after the point. */
        NUMBERS(7),
        /** Numbers with an exponent, which only a double holds. */
        EXPONENTS(22),
        /** Whole numbers from 0. */
        INTEGERS(3),
        /** Codes of two letters, or more if there are more values. */
        CODES(2),
        /** Dates and times. */
        DATES(10),
        /** A text of 30 characters that starts with one of the values. */
        TEXTS(33),
        /** Numbers, of which some are missing, and codes, in turn. */
        MIXED(5);

        /** The length of a cell, about. */
        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }
    }

    /** A hostile one, of less than 10 MB. */
    static Shape hostile(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int columns = (int) Math.exp(random.nextDouble(Math.log(2), Math.log(9_999)));
        int bytes = (int) Math.exp(random.nextDouble(Math.log(500_000), Math.log(9_500_000)));
        int rows = Math.max(40, bytes / (columns * (kind.bytes + 1) + 5));
        int values = kind == Kind.NUMBERS || kind == Kind.MIXED ? random.nextInt(1, 7) : random.nextInt(12, 650);
        int classes = new int[] {0, 2, 7, 60, 200}[random.nextInt(5)];
        String learner = new String[] {"", "", "gradient-boosting", "auto"}[random.nextInt(4)];
        return new Shape(kind, columns, rows, values, classes, learner);
    }

    /** Reads a description. */
    static Shape parse(String line) {
        List<String> words = List.of(line.strip().split(" +", -1));
        Map<String, String> fields = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            fields.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new Shape(
                Kind.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                Integer.parseInt(fields.get("columns")),
                Integer.parseInt(fields.get("rows")),
                Integer.parseInt(fields.getOrDefault("values", "5")),
                Integer.parseInt(fields.getOrDefault("classes", "2")),
                fields.getOrDefault("learner", ""));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " columns=" + columns + " rows=" + rows + " values=" + values
                + " classes=" + classes + (learner.isEmpty() ? "" : " learner=" + learner);
    }

    /** The settings of the dataset, as JSON. */
    String settings() {
        String pinned = learner.isEmpty() ? LearnerName.linear(classes > 0).text() : learner;
        return "{\"learner\":\"" + pinned + "\"}";
    }

    /** Writes the CSV; does not close the stream. */
    void write(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(toString().hashCode());
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            line.append('x').append(column).append(',');
        }
        out.write(line.append("target\n").toString().getBytes(StandardCharsets.US_ASCII));
        double[] weights = random.doubles(Math.min(columns, 50), -1, 1).toArray();
        double scale =
                Math.sqrt(Arrays.stream(weights).map(weight -> weight * weight).sum());
        for (int row = 0; row < rows; row++) {
            line.setLength(0);
            double signal = 0;
            for (int column = 0; column < columns; column++) {
                double drawn = append(line, column, random);
                signal += column < weights.length ? weights[column] * drawn / scale : 0;
                line.append(',');
            }
            double noisy = signal + 0.5 * random.nextGaussian();
            if (classes == 0) {
                line.append(String.format(Locale.ROOT, "%.4f", noisy));
            } else {
                line.append('c').append((int) Math.min(classes - 1, Math.floor(classes * rank(noisy))));
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** From 0 to 1, about uniformly distributed for a normally distributed argument. */
    private static double rank(double normal) {
        return 1 / (1 + Math.exp(-1.6 * normal));
    }

    /** Appends a cell, and returns about what it means as a number of mean 0 and variance 1. */
    private double append(StringBuilder line, int column, SplittableRandom random) {
        return switch (kind) {
            case NUMBERS -> number(line, random);
            case EXPONENTS -> {
                double drawn = random.nextGaussian();
                line.append(drawn * 1e-20);
                yield drawn;
            }
            case INTEGERS -> {
                int drawn = random.nextInt(values);
                line.append(drawn);
                yield drawn * 3.4 / values - 1.7;
            }
            case CODES -> code(line, random.nextInt(values));
            case DATES -> {
                int drawn = random.nextInt(values);
                line.append(2000 + drawn / 336)
                        .append(drawn / 28 % 12 < 9 ? "-0" : "-")
                        .append(1 + drawn / 28 % 12);
                line.append(drawn % 28 < 9 ? "-0" : "-").append(1 + drawn % 28);
                yield drawn * 3.4 / values - 1.7;
            }
            case TEXTS -> {
                int drawn = random.nextInt(values);
                line.append("text-").append(drawn).append("-abcdefghijklmnopqrstuvwxyz", 0, 24);
                yield drawn * 3.4 / values - 1.7;
            }
            case MIXED ->
                column % 2 == 0 ? (random.nextInt(10) == 0 ? 0 : number(line, random)) : code(line, random.nextInt(30));
        };
    }

    private double number(StringBuilder line, SplittableRandom random) {
        double drawn = random.nextGaussian();
        long unit = (long) Math.pow(10, values);
        long digits = Math.round(Math.abs(drawn) * unit);
        line.append(drawn < 0 ? "-" : "").append(digits / unit);
        if (values > 0) {
            String fraction = Long.toString(digits % unit);
            line.append('.').append("0".repeat(values - fraction.length())).append(fraction);
        }
        return drawn;
    }

    private double code(StringBuilder line, int drawn) {
        line.append((char) ('a' + drawn % LETTERS)).append((char) ('a' + drawn / LETTERS % LETTERS));
        if (values > LETTERS * LETTERS) {
            line.append(drawn / LETTERS / LETTERS);
        }
        return drawn * 3.4 / values - 1.7;
    }
}
