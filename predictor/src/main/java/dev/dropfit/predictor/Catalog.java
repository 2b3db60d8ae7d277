package dev.dropfit.predictor;

import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that requests name. Thread-safe. */
final class Catalog {
    private static final String RETRY_AFTER_SECONDS = "5";

    private final ServedModels models;
    private final ArchivedModels archive;
    private final Optional<ModelName> defaultModel;

    Catalog(ServedModels models, ArchivedModels archive, Optional<ModelName> defaultModel) {
        this.models = models;
        this.archive = archive;
        this.defaultModel = defaultModel;
    }

    /** @throws RequestException when there is no such model, or not yet */
    Served find(String name) throws IOException, RequestException {
        return find(ModelName.parse(name).orElseThrow(() -> unknown(name)));
    }

    private Served find(ModelName model) throws IOException, RequestException {
        Optional<Served> served = models.find(model);
        if (served.isPresent()) {
            return served.get();
        }
        if (models.isExpected(model)) {
            throw unavailable("There is no model '" + model + "' yet: none has been promoted");
        }
        throw unknown(model.value());
    }

    /** @throws RequestException when there is no such model, or it has no such version */
    Served find(String name, String version) throws IOException, RequestException {
        ModelName model = ModelName.parse(name).orElseThrow(() -> unknown(name));
        Optional<Served> latest = models.find(model);
        if (latest.isPresent() && latest.get().version().equals(version)) {
            return latest.get();
        }
        Optional<Version> parsed = Version.parse(version);
        Optional<Served> archived = parsed.isEmpty() ? Optional.empty() : archive.find(model, parsed.get());
        return archived.orElseThrow(() -> new RequestException(
                404, "There is no version '" + shortened(version) + "' of the model '" + model + "' in the archive"));
    }

    private static RequestException unknown(String name) {
        return new RequestException(404, "There is no model '" + shortened(name) + "'; GET / lists those there are");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /**
     * The default model, or the only one.
     *
     * @param path what needs it
     */
    Served only(String path) throws IOException, RequestException {
        if (defaultModel.isPresent()) {
            return find(defaultModel.get());
        }
        List<ModelName> names = models.names();
        if (names.isEmpty()) {
            throw unavailable("There is no model yet");
        }
        if (names.size() > 1) {
            throw new RequestException(
                    404,
                    path
                            + " needs DROPFIT_DEFAULT_MODEL where there are several models; accepted is POST /{model}, GET / lists them");
        }
        return find(names.get(0));
    }

    List<ModelName> names() throws IOException {
        return models.names();
    }

    /** The model of this name, if one has been promoted; where there are more than there is room for, if it is in memory. */
    Optional<Served> latest(ModelName name) throws IOException {
        return models.hasRoomForAll() ? models.find(name) : models.inMemory(name);
    }

    /** Whether {@link #latest} knows all models: an overview must not unload what others ask for. */
    boolean isWhole() throws IOException {
        return models.hasRoomForAll();
    }

    /** The models in memory. */
    Collection<Served> loaded() {
        return models.loaded();
    }

    /** All models that can be served, as {@link #latest} has them. */
    List<Served> served() throws IOException {
        List<Served> served = new ArrayList<>();
        for (ModelName name : names()) {
            try {
                latest(name).ifPresent(served::add);
            } catch (InvalidModelException e) {
                // ServedModels has logged it; who asks for this model is told.
            }
        }
        return served;
    }

    /** Whether there are models to serve, and all of them can be; of more than there is room for, whether one can. */
    boolean isReady() throws IOException {
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

    static RequestException unavailable(String message) {
        return new RequestException(
                503, message + "; try again in a moment", List.of(), Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }
}
