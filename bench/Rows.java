import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Writes rows with the columns of the heart-disease sample: {@code java bench/Rows.java 1000000 rows.csv}. They are drawn from a model, never
 * from a small file, which trees would learn by heart. The same bytes every time.
 */
final class Rows {
    private Rows() {}

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        SplittableRandom random = new SplittableRandom(7);
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(arguments[1]), 1 << 20)) {
            out.write("age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,target\n"
                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                line.setLength(0);
                out.write(row(random, line).toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static StringBuilder row(SplittableRandom random, StringBuilder line) {
        int age = (int) Math.min(77, Math.max(29, Math.round(54 + 9 * normal(random))));
        int sex = random.nextInt(2);
        int cp = random.nextInt(4);
        int trestbps = (int) Math.round(131 + 17 * normal(random));
        int chol = (int) Math.round(246 + 50 * normal(random));
        int fbs = random.nextInt(100) < 15 ? 1 : 0;
        int restecg = random.nextInt(3);
        int thalach = (int) Math.round(150 + 22 * normal(random));
        int exang = random.nextInt(3) == 0 ? 1 : 0;
        int oldpeak = (int) Math.abs(Math.round(10 + 11 * normal(random)));
        int slope = random.nextInt(3);
        int ca = random.nextInt(5);
        int thal = random.nextInt(4);
        double margin = 0.3 - 0.5 * sex + 0.6 * cp - 0.02 * (age - 54) - 0.02 * (trestbps - 131) - 0.004 * (chol - 246)
                + 0.02 * (thalach - 150) - 0.9 * exang - 0.05 * oldpeak + 0.3 * slope - 0.6 * ca + (thal == 2 ? 0.2 : 0);
        int target = random.nextDouble() < 1 / (1 + StrictMath.exp(-margin)) ? 1 : 0;
        int[] first = {age, sex, cp, trestbps, chol, fbs, restecg, thalach, exang};
        for (int cell : first) {
            line.append(cell).append(',');
        }
        line.append(oldpeak / 10).append('.').append(oldpeak % 10).append(',');
        return line.append(slope).append(',').append(ca).append(',').append(thal).append(',').append(target).append('\n');
    }

    /** Twelve uniform numbers are as good as normal here, and the same on every machine. */
    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
