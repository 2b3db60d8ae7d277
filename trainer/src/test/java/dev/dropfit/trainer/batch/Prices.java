package dev.dropfit.trainer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.scoring.CsvBytes;
import dev.dropfit.core.scoring.CsvScoring;
import dev.dropfit.core.scoring.ScoredRows;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A model that predicts a price from an area, and files for it. */
final class Prices {
    static final ModelName MODEL = new ModelName("prices");
    static final BatchFile MAY = new BatchFile(MODEL, "may");
    static final String LATEST = "prices/models/latest.zip";

    private Prices() {}

    /** A model file. */
    static byte[] model(String version, int factor) throws Exception {
        StringBuilder csv = new StringBuilder("area,price\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i / 10.0).append(',').append(factor * (i / 10.0) + 5).append('\n');
        }
        Dataset dataset =
                Dataset.read(new ByteArrayInputStream(csv.toString().getBytes(UTF_8)), SettingsReader.read("{}"));
        RunOrigin origin = new RunOrigin(version, Instant.EPOCH.toString(), "", Optional.empty(), Optional.empty());
        return Training.of(dataset, origin).file();
    }

    /** A file to score: some areas are words, and some rows have a cell too many. */
    static String rows(int count) {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("id,area\n");
        for (int i = 0; i < count; i++) {
            csv.append(i).append(',').append(i % 9 == 0 ? "far" : Integer.toString(random.nextInt(100)));
            csv.append(i % 50 == 1 ? ",1\n" : "\n");
        }
        return csv.toString();
    }

    /** The predictions that a file must get from a model file. */
    static String predictions(byte[] file, String csv) throws Exception {
        ByteArrayOutputStream predicted = new ByteArrayOutputStream();
        new CsvScoring(ModelFile.read(file))
                .score(new ByteArrayInputStream(csv.getBytes(UTF_8)), 0, new CsvScoring.Output() {
                    @Override
                    public void begin(CsvBytes header, CsvBytes unusable, List<String> unknown) throws IOException {
                        header.writeTo(predicted);
                    }

                    @Override
                    public boolean take(ScoredRows rows) throws IOException {
                        rows.predicted().writeTo(predicted);
                        return true;
                    }
                });
        return predicted.toString(UTF_8);
    }
}
