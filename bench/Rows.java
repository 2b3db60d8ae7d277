import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows with the columns of the heart-disease sample: {@code java bench/Rows.java ROWS FILE [SEED]}. They are drawn from a model, never
 * from a small file, which trees would learn by heart. Columns depend on one another. The log-odds of the target have linear terms, thresholds,
 * a valley and interactions: a linear model does well, trees do better.
 *
 * <p>The same bytes on every JDK: nothing is left to a library's choice of algorithm. Random numbers are SplitMix64 (Steele, Lea, Flood 2014,
 * "Fast Splittable Pseudorandom Number Generators"), whose whole state is the seed. A uniform number is the upper 53 bits over 2^53. A normal
 * one is minus six and twelve uniform ones. A choice takes weights off a uniform number until the next is larger than what is left. The
 * exponential is StrictMath's, and doubles add and multiply alike everywhere.
 */
final class Rows {
    private static final String HEADER = "age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,target\n";

    private long state;

    private Rows(long seed) {
        state = seed;
    }

    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        Rows random = new Rows(arguments.length > 2 ? Long.parseLong(arguments[2]) : 7);
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(arguments[1]), 1 << 20)) {
            out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (long row = 0; row < rows; row++) {
                line.setLength(0);
                random.appendRow(line);
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void appendRow(StringBuilder line) {
        int age = around(54, 9, 29, 77);
        int sex = choice(0.4, 0.6);
        int trestbps = around(131 + 0.6 * (age - 54), 15, 90, 210);
        int chol = around(246 + 0.8 * (age - 54) - 16 * sex, 46, 120, 480);
        int fbs = flag(chance(-2.2 + 0.012 * (chol - 246) + 0.02 * (age - 54)));
        int restecg = choice(0.49, 0.48, 0.03);
        int thalach = around(150 - 0.9 * (age - 54), 20, 70, 205);
        int exang = flag(chance(-0.9 - 0.03 * (thalach - 150)));
        int cp = exang == 1 ? choice(0.7, 0.1, 0.14, 0.06) : choice(0.3, 0.22, 0.36, 0.12);
        int oldpeak = Math.abs(around(7 + 7 * exang, 10, -60, 62));
        int slope = oldpeak > 15 ? choice(0.15, 0.65, 0.2) : choice(0.03, 0.37, 0.6);
        int ca = age > 57 ? choice(0.42, 0.27, 0.18, 0.12, 0.01) : choice(0.7, 0.17, 0.08, 0.04, 0.01);
        int thal = sex == 1 ? choice(0.01, 0.09, 0.4, 0.5) : choice(0.01, 0.02, 0.83, 0.14);
        int target = flag(chance(
                logOdds(age, sex, cp, trestbps, chol, fbs, restecg, thalach, exang, oldpeak, slope, ca, thal)));

        for (int cell : new int[] {age, sex, cp, trestbps, chol, fbs, restecg, thalach, exang}) {
            line.append(cell).append(',');
        }
        line.append(oldpeak / 10).append('.').append(oldpeak % 10).append(',');
        line.append(slope).append(',').append(ca).append(',').append(thal).append(',').append(target).append('\n');
    }

    private static double logOdds(
            int age, int sex, int cp, int trestbps, int chol, int fbs, int restecg, int thalach, int exang, int oldpeak,
            int slope, int ca, int thal) {
        double linear = -2.6 + 0.02 * (age - 54) + 0.5 * sex + 0.006 * (chol - 246) + 0.1 * fbs + 0.2 * restecg
                - 0.012 * (thalach - 150) + 0.5 * exang + 0.03 * oldpeak - 0.3 * slope + 0.5 * ca;
        double byLevel = (cp == 0 ? 0.9 : cp == 3 ? 0.4 : 0) + (thal == 3 ? 0.8 : thal == 1 ? 0.4 : 0);
        double valley = Math.abs(trestbps - 128) * 0.07;
        double thresholds = (oldpeak > 20 ? 0.7 : 0) + (chol > 280 ? 0.4 : 0);
        double together = (sex == 0 && age > 55 ? 1.2 : 0)
                + (exang == 1 && cp != 0 ? 1.3 : 0)
                + (ca > 0 && thal == 3 ? 1.2 : 0)
                - (thalach > 205 - age && slope == 2 ? 1.4 : 0);
        return linear + byLevel + valley + thresholds + together;
    }

    private int around(double mean, double deviation, int least, int most) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += uniform();
        }
        return (int) Math.max(least, Math.min(most, Math.round(mean + deviation * sum)));
    }

    /** The index of one of the weights, which add up to 1. */
    private int choice(double... weights) {
        double left = uniform();
        int index = 0;
        while (index < weights.length - 1 && left >= weights[index]) {
            left -= weights[index++];
        }
        return index;
    }

    private int flag(double probabilityOfOne) {
        return uniform() < probabilityOfOne ? 1 : 0;
    }

    private static double chance(double logOdds) {
        return 1 / (1 + StrictMath.exp(-logOdds));
    }

    private double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
