import hex.Model;
import hex.ModelBuilder;
import hex.genmodel.MojoModel;
import hex.genmodel.easy.EasyPredictModelWrapper;
import hex.genmodel.easy.RowData;
import hex.genmodel.easy.exception.PredictException;
import hex.glm.GLM;
import hex.glm.GLMModel;
import hex.splitframe.ShuffleSplitFrame;
import hex.tree.gbm.GBM;
import hex.tree.gbm.GBMModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import water.DKV;
import water.ExtensionManager;
import water.H2O;
import water.Key;
import water.fvec.Frame;
import water.fvec.NFSFileVec;
import water.parser.ParseDataset;

/**
 * Fits H2O's GLM or GBM with their defaults, GBM with 100 trees, on the generated rows, and predicts with the model's MOJO: {@code H2oRows glm|gbm fit
 * ROWS.csv MODEL}, and {@code … predict MODEL ROWS.csv PROBABILITIES}. Fits four fifths of the rows and evaluates the others.
 */
public final class H2oRows {
    private static final String LABEL = "target";
    private static final List<String> CATEGORIES = List.of("sex", "cp", "restecg", "ca", "slope", "thal", LABEL);

    private H2oRows() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("fit")) {
            fit(arguments[0].equals("glm"), Path.of(arguments[2]), Path.of(arguments[3]));
        } else {
            predict(Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]));
        }
        // H2O's threads would go on.
        System.exit(0);
    }

    private static void fit(boolean linear, Path rows, Path file) throws Exception {
        Path scratch = Files.createTempDirectory("h2o");
        H2O.main(new String[] {
            "-disable_web", "-nthreads", "2", "-ip", "127.0.0.1", "-ice_root", scratch.toString(), "-log_level", "ERRR"
        });
        // A MOJO contains the description of its model as the REST API would give it.
        ExtensionManager.getInstance().registerRestApiExtensions();
        Frame frame = ParseDataset.parse(Key.make("rows"), NFSFileVec.make(rows.toFile())._key);
        for (String name : CATEGORIES) {
            int index = frame.find(name);
            if (!frame.vec(index).isCategorical()) {
                frame.replace(index, frame.vec(index).toCategoricalVec()).remove();
            }
        }
        DKV.put(frame);
        Frame[] parts = ShuffleSplitFrame.shuffleSplitFrame(frame, new Key[] {Key.make("train"), Key.make("test")}, new double[] {0.8, 0.2}, 1);
        Model<?, ?, ?> model = builder(linear, parts).trainModel().get();
        System.out.println(model.auc());
        try (OutputStream out = Files.newOutputStream(file)) {
            model.getMojo().writeTo(out);
        }
    }

    private static ModelBuilder<?, ?, ?> builder(boolean linear, Frame[] parts) {
        Model.Parameters parameters;
        if (linear) {
            GLMModel.GLMParameters glm = new GLMModel.GLMParameters();
            glm._family = GLMModel.GLMParameters.Family.binomial;
            parameters = glm;
        } else {
            GBMModel.GBMParameters gbm = new GBMModel.GBMParameters();
            gbm._ntrees = 100;
            parameters = gbm;
        }
        parameters._train = parts[0]._key;
        parameters._valid = parts[1]._key;
        parameters._response_column = LABEL;
        parameters._seed = 1;
        return linear ? new GLM((GLMModel.GLMParameters) parameters) : new GBM((GBMModel.GBMParameters) parameters);
    }

    private static void predict(Path file, Path rows, Path probabilities) throws IOException, PredictException {
        EasyPredictModelWrapper model = new EasyPredictModelWrapper(MojoModel.load(file.toString()));
        try (BufferedReader lines = Files.newBufferedReader(rows);
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(probabilities))) {
            out.println("probability");
            String[] names = lines.readLine().split(",", -1);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                RowData row = new RowData();
                for (int i = 0; i < names.length; i++) {
                    // An absent cell is a missing value.
                    if (!cells[i].isEmpty() && !names[i].equals(LABEL)) {
                        row.put(names[i], cells[i]);
                    }
                }
                out.println(model.predictBinomial(row).classProbabilities[1]);
            }
        }
    }
}
