import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Fits XGBoost or LightGBM with their defaults and 100 rounds on the generated rows, and predicts: {@code BoostedRows xgboost|lightgbm fit ROWS.csv
 * MODEL}, and {@code … predict MODEL ROWS.csv PROBABILITIES}. Fits four fifths of the rows and evaluates the others. The last column is the label.
 */
public final class BoostedRows {
    private static final int ROUNDS = 100;
    private static final String LABEL = "target";
    private static final String CATEGORIES = "sex,cp,restecg,ca,slope,thal";

    private BoostedRows() {}

    public static void main(String[] arguments) throws Exception {
        boolean xgboost = arguments[0].equals("xgboost");
        Path first = Path.of(arguments[2]);
        Path second = Path.of(arguments[3]);
        if (!xgboost) {
            Boosters.loadLightGbm(Files.createTempDirectory("lightgbm"));
        }
        if (arguments[1].equals("fit")) {
            if (xgboost) {
                fitXgboost(first, second);
            } else {
                fitLightGbm(first, second);
            }
        } else if (xgboost) {
            predictXgboost(first, second, Path.of(arguments[4]));
        } else {
            predictLightGbm(first, second, Path.of(arguments[4]));
        }
    }

    private static void fitXgboost(Path rows, Path model) throws IOException, XGBoostError {
        Rows read = Rows.of(rows);
        int train = read.count / 5 * 4;
        Booster booster = XGBoost.train(
                read.matrix(0, train),
                Map.of("objective", "binary:logistic", "tree_method", "hist", "nthread", 2, "seed", 1),
                ROUNDS,
                Map.of(),
                null,
                null);
        System.out.println(booster.evalSet(new DMatrix[] {read.matrix(train, read.count)}, new String[] {"test"}, 0));
        booster.saveModel(model + ".json");
        Files.move(Path.of(model + ".json"), model, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void predictXgboost(Path model, Path rows, Path out) throws IOException, XGBoostError {
        Rows read = Rows.of(rows);
        float[][] scores = XGBoost.loadModel(Files.readAllBytes(model)).predict(read.matrix(0, read.count));
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(out))) {
            lines.println("probability");
            for (float[] score : scores) {
                lines.println(score[0]);
            }
        }
    }

    private static String parameters(boolean header) {
        return "header=" + header + " label_column=name:" + LABEL + " categorical_feature=name:" + CATEGORIES
                + " objective=binary num_threads=2 seed=1 verbosity=-1";
    }

    /** LightGBM reads files itself, so the rows to fit need one of their own. */
    private static void fitLightGbm(Path rows, Path model) throws IOException {
        Path train = Path.of(model + ".fit.csv");
        Path test = Path.of(model + ".test.csv");
        long count;
        try (BufferedReader lines = Files.newBufferedReader(rows)) {
            count = lines.lines().count() - 1;
        }
        try (BufferedReader lines = Files.newBufferedReader(rows);
                PrintWriter fit = new PrintWriter(Files.newBufferedWriter(train));
                PrintWriter other = new PrintWriter(Files.newBufferedWriter(test))) {
            String header = lines.readLine();
            fit.println(header);
            other.println(header);
            for (long i = 0; i < count; i++) {
                (i < count / 5 * 4 ? fit : other).println(lines.readLine());
            }
        }
        SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
        Boosters.check(lightgbmlib.LGBM_DatasetCreateFromFile(train.toString(), parameters(true), null, handle));
        SWIGTYPE_p_void data = lightgbmlib.voidpp_value(handle);
        handle = lightgbmlib.voidpp_handle();
        Boosters.check(lightgbmlib.LGBM_BoosterCreate(data, parameters(true), handle));
        SWIGTYPE_p_void booster = lightgbmlib.voidpp_value(handle);
        SWIGTYPE_p_int finished = lightgbmlib.new_intp();
        for (int round = 0; round < ROUNDS; round++) {
            Boosters.check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
        }
        Boosters.check(lightgbmlib.LGBM_BoosterPredictForFile(
                booster, test.toString(), 1, 0, 0, -1, parameters(true), model + ".out"));
        Boosters.check(lightgbmlib.LGBM_BoosterSaveModel(booster, 0, -1, 0, model.toString()));
        Files.delete(train);
        Files.delete(test);
        Files.delete(Path.of(model + ".out"));
    }

    private static void predictLightGbm(Path model, Path rows, Path out) throws IOException {
        SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
        Boosters.check(
                lightgbmlib.LGBM_BoosterCreateFromModelfile(model.toString(), lightgbmlib.new_intp(), handle));
        Path scores = Path.of(out + ".scores");
        Boosters.check(lightgbmlib.LGBM_BoosterPredictForFile(
                lightgbmlib.voidpp_value(handle), rows.toString(), 1, 0, 0, -1, parameters(true), scores.toString()));
        try (BufferedReader lines = Files.newBufferedReader(scores);
                PrintWriter written = new PrintWriter(Files.newBufferedWriter(out))) {
            written.println("probability");
            lines.lines().forEach(written::println);
        }
        Files.delete(scores);
    }

    /** The cells of a file as floats, without the label, and the labels. */
    private record Rows(float[] cells, float[] labels, int count, int columns) {
        static Rows of(Path file) throws IOException {
            float[] cells = new float[1 << 16];
            float[] labels = new float[1 << 12];
            int count = 0;
            int columns;
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                columns = lines.readLine().split(",", -1).length - 1;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if ((count + 1) * columns > cells.length) {
                        cells = Arrays.copyOf(cells, 2 * cells.length);
                    }
                    if (count == labels.length) {
                        labels = Arrays.copyOf(labels, 2 * count);
                    }
                    String[] parts = line.split(",", -1);
                    for (int i = 0; i < columns; i++) {
                        cells[count * columns + i] = parts[i].isEmpty() ? Float.NaN : Float.parseFloat(parts[i]);
                    }
                    labels[count++] = Float.parseFloat(parts[columns]);
                }
            }
            return new Rows(cells, labels, count, columns);
        }

        DMatrix matrix(int from, int to) throws XGBoostError {
            DMatrix matrix = new DMatrix(
                    Arrays.copyOfRange(cells, from * columns, to * columns), to - from, columns, Float.NaN);
            matrix.setLabel(Arrays.copyOfRange(labels, from, to));
            return matrix;
        }
    }
}
