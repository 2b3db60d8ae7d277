package dev.dropfit.cli;

import java.util.Locale;
import java.util.Random;

/** Small generated datasets. */
public final class Datasets {
    private Datasets() {}

    /** Two classes that a linear model tells apart well: a number, a category, a quote in a text, and the label. */
    public static String classes(int rows, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("age,colour,target\n");
        for (int i = 0; i < rows; i++) {
            double age = 20 + 60 * random.nextDouble();
            boolean yes = age + 10 * random.nextGaussian() > 50;
            csv.append(String.format(Locale.ROOT, "%.2f", age))
                    .append(',')
                    .append(random.nextBoolean() ? "it's red" : "blue")
                    .append(',')
                    .append(yes ? "yes" : "no")
                    .append('\n');
        }
        return csv.toString();
    }

    /** A number that a linear model predicts well. */
    public static String numbers(int rows, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("area,floor,target\n");
        for (int i = 0; i < rows; i++) {
            double area = 20 + 100 * random.nextDouble();
            int floor = random.nextInt(5);
            csv.append(String.format(
                    Locale.ROOT, "%.1f,%d,%.1f\n", area, floor, 8 * area + 20 * floor + 50 * random.nextGaussian()));
        }
        return csv.toString();
    }
}
