package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Optional;

/** Sends the predictions of a scored file, or its rows with errors, to be saved. */
public final class ScoredFileDownload {
    /** Larger files are fetched from the bucket: a response is held in memory, and functions send 32 MB at most. */
    static final int MAX_BYTES = 8 << 20;

    private static final String ERRORS = ".errors.csv";

    private final Records records;

    /** @param records opens the files */
    public ScoredFileDownload(Records records) {
        this.records = records;
    }

    /**
     * A file in the folder of predictions of a model.
     *
     * @param file {@code {name}.csv} or {@code {name}.errors.csv}
     * @throws RefusedException when there is no such file, or it is too large
     */
    public PageResponse respond(ModelName model, String file) throws IOException, RefusedException {
        boolean errors = file.endsWith(ERRORS);
        String plain = errors ? file.substring(0, file.length() - ERRORS.length()) + ".csv" : file;
        Optional<BatchFile> batch =
                plain.endsWith(".csv") ? BatchFile.of(model + "/" + BatchFile.FOLDER + "/" + plain) : Optional.empty();
        Optional<StoredObject> stored = batch.isPresent() ? records.scored(batch.get(), errors) : Optional.empty();
        if (stored.isEmpty()) {
            throw new RefusedException(
                    404, "File not found", "The model '" + model + "' has no scored file of this name.");
        }
        try (StoredObject object = stored.get()) {
            return PageResponse.download("text/csv; charset=utf-8", file, object.readAllBytes(MAX_BYTES));
        } catch (ObjectTooLargeException e) {
            throw new RefusedException(
                    413,
                    "File too large",
                    "The file is too large for this page. Fetch it from the model bucket: "
                            + stored.get().info().name());
        }
    }
}
