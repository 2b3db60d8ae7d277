import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Reads a CSV of generated rows, fits Spark's own logistic regression or boosted trees to four fifths of them, evaluates the rest and writes the model, as its
 * guide does. The rows are kept packed in memory, and on disk what does not fit. Arguments: {@code linear}, or the number of trees; the file; the folder of the
 * model.
 */
public final class SparkLearners {
    private static final String[] CATEGORIES = {"sex", "cp", "fbs", "restecg", "exang", "slope", "ca", "thal"};
    private static final String[] NUMBERS = {"age", "trestbps", "chol", "thalach", "oldpeak"};
    /** That of Dropfit. */
    private static final int LEVELS_OF_TREES = 5;

    private SparkLearners() {}

    public static void main(String[] arguments) throws Exception {
        boolean linear = arguments[0].equals("linear");
        try (SparkSession spark = SparkSession.builder().appName("mllib").getOrCreate()) {
            Dataset<Row>[] parts = spark.read()
                    .option("header", true)
                    .option("inferSchema", true)
                    .csv(arguments[1])
                    .randomSplit(new double[] {0.8, 0.2}, 1);
            List<PipelineStage> stages = new ArrayList<>();
            String[] indices = named("_index");
            stages.add(new StringIndexer()
                    .setInputCols(CATEGORIES)
                    .setOutputCols(indices)
                    .setHandleInvalid("keep"));
            String[] categories = indices;
            if (linear) {
                categories = named("_levels");
                stages.add(new OneHotEncoder().setInputCols(indices).setOutputCols(categories));
            }
            List<String> inputs = new ArrayList<>(List.of(NUMBERS));
            inputs.addAll(List.of(categories));
            stages.add(new VectorAssembler()
                    .setInputCols(inputs.toArray(String[]::new))
                    .setOutputCol("features"));
            PipelineModel features = new Pipeline()
                    .setStages(stages.toArray(PipelineStage[]::new))
                    .fit(parts[0]);
            Dataset<Row> rows =
                    features.transform(parts[0]).select("features", "target").persist(StorageLevel.MEMORY_AND_DISK());
            PipelineStage learner = linear
                    ? new LogisticRegression().setLabelCol("target")
                    : new GBTClassifier()
                            .setLabelCol("target")
                            .setMaxIter(Integer.parseInt(arguments[0]))
                            .setMaxDepth(LEVELS_OF_TREES);
            PipelineModel model =
                    new Pipeline().setStages(new PipelineStage[] {learner}).fit(rows);
            double auc = new BinaryClassificationEvaluator()
                    .setLabelCol("target")
                    .evaluate(model.transform(features.transform(parts[1])));
            model.write().overwrite().save(arguments[2]);
            System.out.println("auc " + auc);
        }
    }

    private static String[] named(String end) {
        String[] names = CATEGORIES.clone();
        for (int i = 0; i < names.length; i++) {
            names[i] += end;
        }
        return names;
    }
}
