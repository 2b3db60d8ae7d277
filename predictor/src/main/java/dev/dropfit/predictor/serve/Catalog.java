package dev.dropfit.predictor.serve;

import dev.dropfit.core.Text;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds the models that requests name: the latest version of each, and versions of the archive. Thread-safe. */
public final class Catalog {
    private static final int MAX_NAME_LENGTH = 80;

    private final ServedModels models;
    private final ArchivedModels archive;
    private final Optional<ModelName> defaultModel;

    public Catalog(ServedModels models, ArchivedModels archive, Optional<ModelName> defaultModel) {
        this.models = models;
        this.archive = archive;
        this.defaultModel = defaultModel;
    }

    /**
     * The model of this name, in the version that is served.
     *
     * @throws NoModelException when there is no model of this name
     */
    public ServedModel find(String name) throws IOException {
        return find(ModelName.parse(name).orElseThrow(() -> unknown(name)));
    }

    private ServedModel find(ModelName model) throws IOException {
        Optional<ServedModel> served = models.find(model);
        if (served.isPresent()) {
            return served.get();
        }
        if (models.isExpected(model)) {
            throw new NoModelException("There is no model '" + model + "' yet: none has been promoted", true);
        }
        throw unknown(model.value());
    }

    /**
     * One version of the model of this name: the served one, or one from the archive.
     *
     * @param version whole, or its short name, such as {@code v14}
     * @throws NoModelException when there is no model of this name, or it has no such version
     */
    public ServedModel find(String name, String version) throws IOException {
        ModelName model = ModelName.parse(name).orElseThrow(() -> unknown(name));
        Optional<ServedModel> latest = models.find(model);
        if (latest.isPresent() && latest.get().version().equals(version)) {
            return latest.get();
        }
        if (models.isDeleted(model)) {
            throw unknown(name);
        }
        Optional<Version> whole = Version.parse(version);
        Optional<Version> parsed = whole.isPresent() ? whole : archive.named(model, version);
        if (latest.isPresent()
                && parsed.map(Version::value)
                        .filter(latest.get().version()::equals)
                        .isPresent()) {
            return latest.get();
        }
        Optional<ServedModel> archived = parsed.isEmpty() ? Optional.empty() : archive.find(model, parsed.get());
        return archived.orElseThrow(() -> new NoModelException(
                "There is no version '" + Text.truncate(version, MAX_NAME_LENGTH) + "' of the model '" + model
                        + "' in the archive",
                false));
    }

    private static NoModelException unknown(String name) {
        return new NoModelException(
                "There is no model '" + Text.truncate(name, MAX_NAME_LENGTH) + "'; GET / lists the models", false);
    }

    /**
     * The default model, or the only one.
     *
     * @throws NoModelException when there is no default model, and not exactly one model
     */
    public ServedModel only() throws IOException {
        if (defaultModel.isPresent()) {
            return find(defaultModel.get());
        }
        List<ModelName> names = models.names();
        if (names.isEmpty()) {
            throw new NoModelException("There is no model yet", true);
        }
        if (names.size() > 1) {
            throw new NoModelException(
                    "There are several models; set DROPFIT_DEFAULT_MODEL, or use POST /{model} (GET / lists the"
                            + " models)",
                    false);
        }
        return find(names.get(0));
    }

    public List<ModelName> names() throws IOException {
        return models.names();
    }

    /** All models, for one request. */
    public Overview overview() {
        return models.overview();
    }

    /** The models in memory. */
    public Collection<ServedModel> loaded() {
        return models.loaded();
    }

    /** All models that an overview finds and that can be served. */
    public List<ServedModel> served() throws IOException {
        Overview overview = overview();
        List<ServedModel> served = new ArrayList<>();
        for (ModelName name : overview.names()) {
            try {
                overview.latest(name).ifPresent(served::add);
            } catch (IOException e) {
                // ServedModels has logged a model that can't be used, and requests for this model get an error.
            }
        }
        return served;
    }

    /** Whether one of the models can be served: the trouble of one does not take the others' requests from this instance. */
    public boolean isReady() throws IOException {
        if (!models.loaded().isEmpty()) {
            return true;
        }
        long end = models.end();
        for (ModelName name : names()) {
            try {
                if (models.find(name, end).isPresent()) {
                    return true;
                }
            } catch (IOException e) {
                // The next one may be served.
            }
        }
        return false;
    }
}
