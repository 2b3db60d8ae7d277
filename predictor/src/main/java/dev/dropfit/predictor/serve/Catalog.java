package dev.dropfit.predictor.serve;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.InvalidModelException;
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
     * @throws NoModelException when there is no model of this name, or it has no such version
     */
    public ServedModel find(String name, String version) throws IOException {
        ModelName model = ModelName.parse(name).orElseThrow(() -> unknown(name));
        Optional<ServedModel> latest = models.find(model);
        if (latest.isPresent() && latest.get().version().equals(version)) {
            return latest.get();
        }
        Optional<Version> parsed = Version.parse(version);
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
                    "There are several models; set DROPFIT_DEFAULT_MODEL, or use POST /{model} (GET / lists the models)",
                    false);
        }
        return find(names.get(0));
    }

    public List<ModelName> names() throws IOException {
        return models.names();
    }

    /** The model of this name, if one has been promoted; when not all models fit in memory, only if it is in memory. */
    public Optional<ServedModel> latest(ModelName name) throws IOException {
        return models.hasRoomForAll() ? models.find(name) : models.inMemory(name);
    }

    /** Whether {@link #latest} finds all models. When they do not fit in memory, an overview must not unload the ones in use. */
    public boolean isWhole() throws IOException {
        return models.hasRoomForAll();
    }

    /** The models in memory. */
    public Collection<ServedModel> loaded() {
        return models.loaded();
    }

    /** All models that {@link #latest} finds and that can be served. */
    public List<ServedModel> served() throws IOException {
        List<ServedModel> served = new ArrayList<>();
        for (ModelName name : names()) {
            try {
                latest(name).ifPresent(served::add);
            } catch (InvalidModelException e) {
                // ServedModels has logged it, and requests for this model get an error.
            }
        }
        return served;
    }

    /** Whether there are models and all of them can be served; when not all fit in memory, whether one can be served. */
    public boolean isReady() throws IOException {
        boolean whole = models.hasRoomForAll();
        if (!whole && !models.loaded().isEmpty()) {
            return true;
        }
        boolean any = false;
        for (ModelName name : names()) {
            try {
                any |= models.find(name).isPresent();
            } catch (InvalidModelException e) {
                if (whole) {
                    return false;
                }
            }
            if (any && !whole) {
                return true;
            }
        }
        return any;
    }
}
