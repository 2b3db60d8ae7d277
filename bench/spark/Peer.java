import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a user of Spark writes for the same model: reads the CSV, imputes medians, encodes categories, and fits its LogisticRegression with the same
 * penalty, on 80 % of the rows.
 */
public final class Peer {
    private static final String[] NUMBERS = {"a", "b", "c", "d", "e", "f", "g", "h"};
    private static final String[] TEXTS = {"p", "q", "r"};

    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder().appName("peer").getOrCreate()) {
            Dataset<Row> rows = spark.read()
                    .option("header", "true")
                    .schema("a DOUBLE, b DOUBLE, c DOUBLE, d DOUBLE, e DOUBLE, f DOUBLE, g DOUBLE, h DOUBLE, p STRING,"
                            + " q STRING, r STRING, label DOUBLE")
                    .csv(arguments[0]);
            Dataset<Row> training = rows.randomSplit(new double[] {0.8, 0.2}, 1)[0];
            String[] encoded = Arrays.stream(TEXTS).map(name -> name + "_code").toArray(String[]::new);
            String[] vectors =
                    Arrays.stream(TEXTS).map(name -> name + "_vector").toArray(String[]::new);
            Dataset<Row> imputed = new Imputer()
                    .setInputCols(NUMBERS)
                    .setOutputCols(NUMBERS)
                    .setStrategy("median")
                    .fit(training)
                    .transform(training);
            Dataset<Row> indexed = new StringIndexer()
                    .setInputCols(TEXTS)
                    .setOutputCols(encoded)
                    .setHandleInvalid("keep")
                    .fit(imputed)
                    .transform(imputed);
            Dataset<Row> categories = new OneHotEncoder()
                    .setInputCols(encoded)
                    .setOutputCols(vectors)
                    .setDropLast(false)
                    .fit(indexed)
                    .transform(indexed);
            String[] all = Arrays.copyOf(NUMBERS, NUMBERS.length + vectors.length);
            System.arraycopy(vectors, 0, all, NUMBERS.length, vectors.length);
            Dataset<Row> ready = new VectorAssembler()
                    .setInputCols(all)
                    .setOutputCol("features")
                    .transform(categories)
                    .select("features", "label");
            double count = ready.count();
            LogisticRegressionModel model = new LogisticRegression()
                    .setRegParam(1 / count)
                    .setTol(Double.parseDouble(arguments[1]))
                    .setMaxIter(1_000)
                    .fit(ready);
            System.out.println("rows " + (long) count + " iterations "
                    + model.summary().totalIterations() + " intercept " + model.intercept());
            spark.stop();
        }
    }
}
