import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Fits XGBoost or LightGBM with their defaults and early stopping, and predicts.
 *
 * <p>Arguments: {@code xgboost} or {@code lightgbm}; the number of classes, 0 for a number; the folder; the columns that are categories (LightGBM),
 * from 0. The folder has {@code fit.csv}, {@code stop.csv} and {@code test.csv}: numbers without a header, the label or the code of its class first, and
 * empty cells for missing values. {@code out.csv} gets a line of probabilities, or a number, for each row of {@code test.csv}.
 */
public final class Boosters {
    private static final int ROUNDS = 1000;
    private static final int PATIENCE = 50;

    private Boosters() {}

    public static void main(String[] arguments) throws Exception {
        int classes = Integer.parseInt(arguments[1]);
        Path folder = Path.of(arguments[2]);
        if (arguments[0].equals("xgboost")) {
            xgboost(classes, folder);
        } else {
            lightgbm(classes, folder, arguments.length > 3 ? arguments[3] : "");
        }
    }

    private static void xgboost(int classes, Path folder) throws XGBoostError, IOException {
        Map<String, Object> parameters = new HashMap<>(Map.of("tree_method", "hist", "nthread", 2, "seed", 1));
        parameters.put("objective", classes == 0 ? "reg:squarederror" : classes == 2 ? "binary:logistic" : "multi:softprob");
        parameters.put("eval_metric", classes == 0 ? "rmse" : classes == 2 ? "logloss" : "mlogloss");
        if (classes > 2) {
            parameters.put("num_class", classes);
        }
        Map<String, DMatrix> watched = new HashMap<>();
        watched.put("stop", matrix(folder.resolve("stop.csv")));
        Booster booster = XGBoost.train(
                matrix(folder.resolve("fit.csv")), parameters, ROUNDS, watched, null, null, null, PATIENCE);
        Object best = booster.getAttr("best_iteration");
        int rounds = best == null ? 0 : Integer.parseInt(best.toString()) + 1;
        float[][] scores = booster.predict(matrix(folder.resolve("test.csv")), false, rounds);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("out.csv")))) {
            for (float[] row : scores) {
                StringBuilder line = new StringBuilder();
                for (float score : classes == 2 ? new float[] {1 - row[0], row[0]} : row) {
                    line.append(line.length() == 0 ? "" : ",").append(score);
                }
                out.println(line);
            }
        }
    }

    private static DMatrix matrix(Path file) throws IOException, XGBoostError {
        List<String> lines = Files.readAllLines(file);
        int columns = lines.get(0).split(",", -1).length - 1;
        float[] label = new float[lines.size()];
        float[] cells = new float[lines.size() * columns];
        for (int row = 0; row < label.length; row++) {
            String[] parts = lines.get(row).split(",", -1);
            label[row] = Float.parseFloat(parts[0]);
            for (int column = 0; column < columns; column++) {
                String part = parts[column + 1];
                cells[row * columns + column] = part.isEmpty() ? Float.NaN : Float.parseFloat(part);
            }
        }
        DMatrix matrix = new DMatrix(cells, label.length, columns, Float.NaN);
        matrix.setLabel(label);
        return matrix;
    }

    private static void lightgbm(int classes, Path folder, String categories) throws IOException {
        loadLightGbm(folder);
        String parameters = "header=false label_column=0 num_threads=2 seed=1 deterministic=true verbosity=-1"
                + " objective=" + (classes == 0 ? "regression" : classes == 2 ? "binary" : "multiclass num_class=" + classes)
                + " metric=" + (classes == 0 ? "l2" : classes == 2 ? "binary_logloss" : "multi_logloss")
                + (categories.isEmpty() ? "" : " categorical_feature=" + categories);
        SWIGTYPE_p_void fit = dataset(folder.resolve("fit.csv"), parameters, null);
        SWIGTYPE_p_void stop = dataset(folder.resolve("stop.csv"), parameters, fit);
        SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
        check(lightgbmlib.LGBM_BoosterCreate(fit, parameters, handle));
        SWIGTYPE_p_void booster = lightgbmlib.voidpp_value(handle);
        check(lightgbmlib.LGBM_BoosterAddValidData(booster, stop));
        SWIGTYPE_p_int finished = lightgbmlib.new_intp();
        SWIGTYPE_p_int length = lightgbmlib.new_intp();
        SWIGTYPE_p_double loss = lightgbmlib.new_doubleArray(1);
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int round = 1; round <= ROUNDS && round - best <= PATIENCE; round++) {
            check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
            check(lightgbmlib.LGBM_BoosterGetEval(booster, 1, length, loss));
            double now = lightgbmlib.doubleArray_getitem(loss, 0);
            if (now < least) {
                least = now;
                best = round;
            }
            if (lightgbmlib.intp_value(finished) != 0) {
                break;
            }
        }
        Path out = folder.resolve("out.tsv");
        check(lightgbmlib.LGBM_BoosterPredictForFile(
                booster, folder.resolve("test.csv").toString(), 0, 0, 0, best, parameters, out.toString()));
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(folder.resolve("out.csv")))) {
            for (String line : Files.readAllLines(out)) {
                lines.println(classes == 2 ? 1 - Double.parseDouble(line) + "," + line : line.replace('\t', ','));
            }
        }
    }

    private static SWIGTYPE_p_void dataset(Path file, String parameters, SWIGTYPE_p_void reference) {
        SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
        check(lightgbmlib.LGBM_DatasetCreateFromFile(file.toString(), parameters, reference, handle));
        return lightgbmlib.voidpp_value(handle);
    }

    /** Loads LightGBM's native code, from this folder. */
    static void loadLightGbm(Path folder) throws IOException {
        load(folder, "lib_lightgbm");
        load(folder, "lib_lightgbm_swig");
    }

    static void check(int code) {
        if (code != 0) {
            throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
        }
    }

    private static void load(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + ".so");
        try (InputStream library = Boosters.class.getResourceAsStream("/com/microsoft/ml/lightgbm/linux/x86_64/" + name + ".so")) {
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        }
        System.load(file.toString());
    }
}
