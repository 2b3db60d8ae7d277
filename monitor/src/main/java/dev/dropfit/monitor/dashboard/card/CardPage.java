package dev.dropfit.monitor.dashboard.card;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.Optional;

/** Sends the model card of a version. A browser that saves it gets a name for the file. */
public final class CardPage {
    private final Records records;
    private final ModelCard card = new ModelCard();

    public CardPage(Records records) {
        this.records = records;
    }

    /**
     * The card of the requested version; without one, of the served version.
     *
     * @throws RefusedException when there is no such version
     */
    public PageResponse respond(ModelName model, PageRequest request)
            throws IOException, RefusedException, UnknownVersionException {
        String field = request.field("version");
        Optional<Version> version = field.isEmpty() ? records.served(model).version() : records.find(model, field);
        Optional<RunRecord> record = version.flatMap(wanted -> records.record(model, wanted));
        if (record.isEmpty()) {
            throw new RefusedException(
                    404,
                    "Model card not found",
                    field.isEmpty()
                            ? "No version of '" + model + "' is served. Choose a version on the page of the model."
                            : "There is no version " + field + " of '" + model + "'.");
        }
        return PageResponse.html(200, card.of(model, record.get()))
                .with("Content-Security-Policy", card.contentSecurityPolicy())
                .with(
                        "Content-Disposition",
                        "inline; filename=\"" + ModelCard.fileName(model, version.orElseThrow()) + "\"");
    }
}
