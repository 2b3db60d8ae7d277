package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.Batches;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Promotion;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.RunSummary;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.UnreadUpload;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.core.registry.VersionNumbers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads models and runs from the registry, and caches what can't change. A run's record never changes, so it is read once; latest is read
 * again when its generation has changed. Thread-safe.
 */
public final class Records {
    /** The number of runs on a model's page. */
    public static final int NEWEST = 200;

    private static final int MAX_RUNS = 4000;
    private static final int MAX_WHOLE_RECORDS = 16;
    private static final int MAX_MODELS = 4;
    private static final int MAX_VERSIONS = 2000;

    private static final Duration UNREAD_SHOWN = Duration.ofDays(14);

    private final Registry registry;
    private final ExecutorService readers;
    private final InstantSource clock;
    private final Cache<RunKey, RunSummary> runs = new Cache<>(MAX_RUNS);
    private final Cache<RunKey, RunRecord> whole = new Cache<>(MAX_WHOLE_RECORDS);
    private final Cache<ModelName, ServedVersion> served = new Cache<>(MAX_VERSIONS);
    private final Cache<Generation, Model> models = new Cache<>(MAX_MODELS);
    private final Cache<ModelName, VersionNumbers> numbers = new Cache<>(MAX_VERSIONS);

    private record RunKey(ModelName model, Version version) {}

    private record Generation(ModelName model, long generation) {}

    /** @param readers reads objects in parallel */
    public Records(Registry registry, ExecutorService readers, InstantSource clock) {
        this.registry = registry;
        this.readers = readers;
        this.clock = clock;
    }

    public List<ModelName> models() throws IOException {
        return registry.models();
    }

    /**
     * The uploads that no run has read, newest first. Those that are older than {@link #UNREAD_SHOWN} are left out, and those of a model with
     * a newer run: its user has uploaded a dataset since.
     */
    public List<UnreadUpload> unread() throws IOException {
        Instant now = clock.instant();
        List<UnreadUpload> unread = new ArrayList<>();
        for (UnreadUpload upload : registry.unreadUploads().newest()) {
            if (upload.time().isAfter(now.minus(UNREAD_SHOWN)) && !isFollowed(upload)) {
                unread.add(upload);
            }
        }
        return unread;
    }

    private boolean isFollowed(UnreadUpload upload) throws IOException {
        if (upload.model().isEmpty()) {
            return false;
        }
        ModelName model = upload.model().get();
        return newest(model, 1, served(model)).stream()
                .anyMatch(version -> version.time().isAfter(upload.time()));
    }

    /** Whether a model is deleted. */
    public boolean isDeleted(ModelName model) throws IOException {
        return registry.deletion(model).isPresent();
    }

    /** The version that is served now. */
    public ServedVersion served(ModelName model) throws IOException {
        Optional<ObjectInfo> latest = registry.findLatest(model);
        if (latest.isEmpty()) {
            return ServedVersion.NOTHING;
        }
        Optional<ServedVersion> known = served.find(model)
                .filter(before -> before.generation() == latest.get().generation());
        if (known.isPresent()) {
            return known.get();
        }
        Latest read = Latest.read(registry, model);
        if (read.object().isEmpty()) {
            return ServedVersion.NOTHING;
        }
        ObjectInfo object = read.object().get();
        read.model().ifPresent(value -> models.put(new Generation(model, object.generation()), value));
        ServedVersion now = new ServedVersion(object.generation(), read.version(), object.created(), read.problem());
        served.put(model, now);
        return now;
    }

    /** The model that is served now; empty when there is none, or none that can be read. */
    public Optional<Model> model(ModelName name) throws IOException {
        ServedVersion now = served(name);
        Optional<Model> known = models.find(new Generation(name, now.generation()));
        if (known.isPresent() || now.version().isEmpty()) {
            return known;
        }
        Latest read = Latest.read(registry, name);
        if (read.object().isPresent() && read.model().isPresent()) {
            models.put(
                    new Generation(name, read.object().get().generation()),
                    read.model().get());
        }
        return read.model();
    }

    /**
     * The short names of versions. They never change, so they are read again only if one of these versions has none yet.
     *
     * @param shown the versions that a page shows
     */
    public VersionNumbers numbers(ModelName model, Collection<Version> shown) throws IOException {
        Optional<VersionNumbers> known =
                numbers.find(model).filter(read -> shown.stream().allMatch(read::contains));
        if (known.isPresent()) {
            return known.get();
        }
        VersionNumbers read = registry.numbers(model);
        numbers.put(model, read);
        return read;
    }

    /**
     * The version that a text in an address means; empty for an empty text.
     *
     * @throws UnknownVersionException when there is no such version
     */
    public Optional<Version> find(ModelName model, String text) throws IOException, UnknownVersionException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Version> whole = Version.parse(text);
        if (whole.isPresent()) {
            return whole;
        }
        return Optional.of(registry.numbers(model).find(text));
    }

    /** The versions of the newest runs, newest first. */
    public List<Version> newest(ModelName model, int limit, ServedVersion now) throws IOException {
        return registry.newestRecords(model, limit, now.version(), clock.instant());
    }

    /** The newest runs, newest first. */
    public List<RunSummary> newestRuns(ModelName model, int limit, ServedVersion now) throws IOException {
        List<Version> newest = newest(model, limit, now);
        readIndex(model, newest);
        List<Future<RunSummary>> reading = new ArrayList<>();
        for (Version version : newest) {
            reading.add(readers.submit(() -> run(model, version)));
        }
        List<RunSummary> read = new ArrayList<>();
        try {
            for (Future<RunSummary> run : reading) {
                read.add(run.get());
            }
            return read;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading the runs of " + model, e);
        } finally {
            reading.forEach(run -> run.cancel(true));
        }
    }

    /** Several unknown runs are read at once; those that the index does not have are read from their records. */
    private void readIndex(ModelName model, List<Version> versions) throws IOException {
        long unknown = versions.stream()
                .filter(version -> runs.find(new RunKey(model, version)).isEmpty())
                .count();
        if (unknown > 1) {
            for (RunSummary run : registry.summaries(model)) {
                runs.put(new RunKey(model, run.version()), run);
            }
        }
    }

    private RunSummary run(ModelName model, Version version) throws StorageUnavailableException {
        RunKey key = new RunKey(model, version);
        Optional<RunSummary> known = runs.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            Optional<RunRecord> record = registry.readRecord(model, version);
            if (record.isEmpty()) {
                return RunSummary.unreadable(version, "the record is missing");
            }
            RunSummary run = RunSummary.of(version, record.get());
            if (run.verdict() != Verdict.UNREADABLE) {
                runs.put(key, run);
            }
            return run;
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (IOException e) {
            return RunSummary.unreadable(version, String.valueOf(e.getMessage()));
        }
    }

    /** A run's whole record; empty when there is none, or none that can be read. */
    public Optional<RunRecord> record(ModelName model, Version version) {
        RunKey key = new RunKey(model, version);
        Optional<RunRecord> known = whole.find(key);
        if (known.isPresent()) {
            return known;
        }
        try {
            Optional<RunRecord> record =
                    registry.readRecord(model, version).filter(read -> read.verdict() != Verdict.UNREADABLE);
            record.ifPresent(read -> whole.put(key, read));
            return record;
        } catch (IOException e) {
            // The list of runs shows the problem.
            return Optional.empty();
        }
    }

    /** Opens the model file of a version; empty if there is none. The caller closes it. */
    public Optional<StoredObject> modelFile(ModelName model, Version version) throws IOException {
        return registry.readArchive(model, version);
    }

    /** Opens the record of a run as it is stored; empty if there is none. The caller closes it. */
    public Optional<StoredObject> recordFile(ModelName model, Version version) throws IOException {
        return registry.openRecord(model, version);
    }

    /** The newest changes of the served version, newest first. */
    public List<Promotion> promotions(ModelName model, int limit, ServedVersion now) throws IOException {
        return registry.promotions().newest(model, limit, now.version(), clock.instant());
    }

    /** How good predictions were whose labels have come true; empty if the model has no labels. */
    public Optional<Outcomes> outcomes(ModelName model) throws IOException {
        return registry.readOutcomes(model).outcomes();
    }

    /** The models that people do not want to see in lists. */
    public Set<ModelName> hiddenModels() throws IOException {
        return registry.hiddenModels().read();
    }

    /** What people have written about versions. */
    public Map<Version, VersionNotes> notes(ModelName model) throws IOException {
        return registry.notebook(model).read();
    }

    /** The files of rows that were scored last, newest first. */
    public List<Batches.Scored> scoredFiles(ModelName model, int limit) throws IOException {
        return registry.batches().newest(model, limit);
    }

    /**
     * Opens the predictions of a scored file; empty if there are none. The caller closes them.
     *
     * @param errors whether to open the rows with errors instead
     */
    public Optional<StoredObject> scored(BatchFile file, boolean errors) throws IOException {
        Batches batches = registry.batches();
        return errors ? batches.errors(file) : batches.predictions(file);
    }
}
