package dev.dropfit.core.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads and writes the objects of the model bucket: latest, the archive, the records of runs and of promotions. Thread-safe, and safe
 * between processes; the guarantees of the bucket for a write hold here too. Every method throws {@link IOException} when the bucket does.
 */
public final class Registry {
    /** The maximum size of an object of a few fields, in bytes. */
    private static final int MAX_SMALL_BYTES = 1 << 16;

    /** The maximum length of a record: more than the trainer writes, which puts the same figures into a model file. */
    private static final int MAX_RECORD_BYTES = 32 << 20;

    /** The maximum number of JSON values in a record: limits the memory for a damaged or hostile one. */
    private static final int MAX_RECORD_VALUES = 1_000_000;

    /** The folder of the notes about deleted models; no model can have this name. */
    private static final String DELETED = "_deleted/";

    /** After the version in the name of a claim for a job. */
    private static final String JOB_CLAIM = ".job.json";

    /** After the version in the name of a request to end a run. */
    private static final String CANCELLATION = ".cancel.json";

    private final Bucket bucket;

    /** The caller closes the bucket. */
    public Registry(Bucket bucket) {
        this.bucket = bucket;
    }

    /** The model bucket, for objects that are about neither a run nor a model file. */
    public Bucket bucket() {
        return bucket;
    }

    /** The uploads that no run has read. */
    public UnreadUploads unreadUploads() {
        return new UnreadUploads(this, bucket);
    }

    /** The models that people do not want to see in lists. */
    public HiddenModels hiddenModels() {
        return new HiddenModels(bucket);
    }

    /** The address of the bucket, for messages. */
    public String url() {
        return bucket.url();
    }

    /**
     * Every model that has had a run and is not deleted, sorted. Folders whose names are no model names, such as {@code _alerts}, are left
     * out.
     */
    public List<ModelName> models() throws IOException {
        Set<ModelName> deleted = deletedModels();
        return bucket.folders().stream()
                .map(ModelName::parse)
                .flatMap(Optional::stream)
                .filter(model -> !deleted.contains(model))
                .toList();
    }

    /** The models that are deleted. */
    public Set<ModelName> deletedModels() throws IOException {
        return bucket.names(DELETED).stream()
                .filter(name -> name.endsWith(".json"))
                .map(name -> name.substring(DELETED.length(), name.length() - ".json".length()))
                .map(ModelName::parse)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The note that a model is deleted; empty when it is not. */
    public Optional<Deletion> deletion(ModelName model) throws IOException {
        Optional<StoredObject> stored = bucket.read(deletedName(model));
        return stored.isPresent() ? Optional.of(Deletion.read(parsed(stored.get()))) : Optional.empty();
    }

    /** Notes that a model is deleted. */
    void record(ModelName model, Deletion deletion) throws IOException {
        long present =
                bucket.find(deletedName(model)).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        bucket.write(deletedName(model), IndentedJson.bytes(deletion.toJson()), present);
    }

    /** Removes the note that a model is deleted, if there is one. */
    void forgetDeletion(ModelName model) throws IOException {
        Optional<ObjectInfo> present = bucket.find(deletedName(model));
        if (present.isPresent()) {
            delete(present.get());
        }
    }

    /** The generation of what is served, without reading it; empty when nothing is. */
    public Optional<ObjectInfo> findLatest(ModelName model) throws IOException {
        return bucket.find(latestName(model));
    }

    /** Opens the model file being served; empty when there is none. The caller closes it. */
    public Optional<StoredObject> readLatest(ModelName model) throws IOException {
        return bucket.read(latestName(model));
    }

    /**
     * Serves this model file from now on, if latest is still what the caller has seen.
     *
     * @param expected the generation of latest, {@link Bucket#ABSENT} if there was none
     * @throws PreconditionFailedException when it is another by now; nothing was changed
     */
    public ObjectInfo publish(ModelName model, byte[] file, long expected) throws IOException {
        return bucket.write(latestName(model), file, expected);
    }

    /** Opens an archived model file; empty when there is none. The caller closes it. */
    public Optional<StoredObject> readArchive(ModelName model, Version version) throws IOException {
        return bucket.read(archiveName(model, version));
    }

    /** What is known of an archived model file without reading it; empty when there is none. */
    public Optional<ObjectInfo> findArchive(ModelName model, Version version) throws IOException {
        return bucket.find(archiveName(model, version));
    }

    /** Archives a model file. An existing one stays: the same version has the same bytes. */
    public void archive(ModelName model, Version version, byte[] file) throws IOException {
        writeIfAbsent(archiveName(model, version), file);
    }

    /** The versions in the archive, oldest first; those of the same second in the order in which they were archived. */
    List<Version> archivedVersions(ModelName model) throws IOException {
        NavigableMap<Version, Instant> archived = new TreeMap<>();
        String folder = model + "/models/";
        for (ObjectInfo object : bucket.list(folder)) {
            version(object.name().substring(folder.length()), ".zip")
                    .ifPresent(version -> archived.put(version, object.created()));
        }
        return archived.keySet().stream()
                .sorted(Comparator.comparing(Version::time).thenComparing(archived::get))
                .toList();
    }

    /** Deletes an archived model file; none is fine too. */
    void deleteArchive(ModelName model, Version version) throws IOException {
        Optional<ObjectInfo> archive = findArchive(model, version);
        if (archive.isPresent()) {
            bucket.delete(archive.get().name(), archive.get().generation());
        }
    }

    /**
     * Replaces a damaged archived model file.
     *
     * @param damaged the object that was found there
     */
    public void mendArchive(ModelName model, Version version, byte[] file, ObjectInfo damaged) throws IOException {
        bucket.write(archiveName(model, version), file, damaged.generation());
    }

    /** The starts of a run that have not ended. */
    Starts attempts(ModelName model, Version version, Clock clock) {
        return new Starts(this, bucket, attemptsName(model, version), clock);
    }

    /** The claim of a run for a job. */
    public JobClaim jobClaim(ModelName model, Version version) {
        return new JobClaim(this, bucket, model + "/attempts/" + version + JOB_CLAIM);
    }

    /**
     * Requests to end runs.
     *
     * @param clock for the times in requests, which only people read
     */
    public Cancellations cancellations(Clock clock) {
        return new Cancellations(this, bucket, clock);
    }

    /** The name of the request to end a run. */
    String cancellationName(ModelName model, Version version) {
        return model + "/attempts/" + version + CANCELLATION;
    }

    /** The runs that have begun; they may have ended. */
    List<Version> attemptedVersions(ModelName model) throws IOException {
        String folder = model + "/attempts/";
        return bucket.names(folder).stream()
                .map(name -> name.substring(folder.length()))
                .flatMap(name -> version(name, ".json").stream())
                .toList();
    }

    /** The deployment history. */
    public Promotions promotions() {
        return new Promotions(this, bucket);
    }

    /** The trials of models on live traffic. */
    public Trials trials() {
        return new Trials(this, bucket);
    }

    /** The scored files of models. */
    public Batches batches() {
        return new Batches(this, bucket);
    }

    /**
     * How well a model has predicted rows whose labels came true, and the generation of that object.
     *
     * @param generation {@link Bucket#ABSENT} if there is none
     * @param outcomes empty if there are none, or they are damaged
     */
    public record StoredOutcomes(long generation, Optional<Outcomes> outcomes) {}

    /** Reads how well a model has predicted rows whose labels came true. */
    public StoredOutcomes readOutcomes(ModelName model) throws IOException {
        Optional<StoredObject> stored = bucket.read(outcomesName(model));
        if (stored.isEmpty()) {
            return new StoredOutcomes(Bucket.ABSENT, Optional.empty());
        }
        long generation = stored.get().info().generation();
        try {
            return new StoredOutcomes(
                    generation, parse(stored.get()).flatMap(json -> Outcomes.read(new JsonFields(json))));
        } catch (JsonParseException e) {
            return new StoredOutcomes(generation, Optional.empty());
        }
    }

    /**
     * Replaces the outcomes of a model.
     *
     * @param expected the generation that was read
     * @throws PreconditionFailedException when it is another by now; nothing was changed
     */
    public void writeOutcomes(ModelName model, Outcomes outcomes, long expected) throws IOException {
        bucket.write(outcomesName(model), IndentedJson.bytes(outcomes.toJson()), expected);
    }

    /** The starts of the scoring of a generation of a file that have not ended. */
    public Starts batchStarts(BatchFile file, long generation, Clock clock) {
        return new Starts(this, bucket, file.parts(generation) + "starts.json", clock);
    }

    /** The starts of runs up to a version, their claims for jobs, and the requests to end them. */
    List<ObjectInfo> listAttempts(ModelName model, Version last) throws IOException {
        String folder = model + "/attempts/";
        return bucket.list(folder).stream()
                .filter(object -> attempt(object.name().substring(folder.length()))
                        .filter(version -> version.compareTo(last) <= 0)
                        .isPresent())
                .toList();
    }

    private static Optional<Version> attempt(String name) {
        return version(
                name, name.endsWith(JOB_CLAIM) ? JOB_CLAIM : name.endsWith(CANCELLATION) ? CANCELLATION : ".json");
    }

    /** Deletes an object that was listed, if it is still the same. */
    void delete(ObjectInfo object) throws IOException {
        bucket.delete(object.name(), object.generation());
    }

    /** The content of a small object, which is then closed; empty if it is not a JSON object or longer than {@link #MAX_SMALL_BYTES}. */
    JsonObject parsed(StoredObject stored) throws IOException {
        try (stored) {
            byte[] content = stored.content().readNBytes(MAX_SMALL_BYTES + 1);
            if (content.length > MAX_SMALL_BYTES) {
                return new JsonObject();
            }
            JsonElement json = JsonParser.parseString(new String(content, StandardCharsets.UTF_8));
            return json instanceof JsonObject object ? object : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    /** Opens the record of a run as it is stored; empty when that run has not ended. The caller closes it. */
    public Optional<StoredObject> openRecord(ModelName model, Version version) throws IOException {
        return bucket.read(recordName(model, version));
    }

    /** The record of a run; empty when that run has not ended. One that is damaged has the verdict {@link Verdict#UNREADABLE}. */
    public Optional<RunRecord> readRecord(ModelName model, Version version) throws IOException {
        String name = recordName(model, version);
        Optional<StoredObject> stored = openRecord(model, version);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            return parse(stored.get()).map(RunRecord::read);
        } catch (JsonParseException e) {
            return Optional.of(RunRecord.unreadable(version, "Object " + name + " is not JSON: " + e.getMessage()));
        }
    }

    /**
     * The short names of the versions of this model. A run gets the next number when it ends; its record may follow a moment later, or for a
     * killed run never. Runs that ended before there were numbers have those of their order in time.
     */
    public VersionNumbers numbers(ModelName model) throws IOException {
        return new VersionNumbering(this, bucket, model).read();
    }

    /** What people have written about the versions of this model. */
    public Notebook notebook(ModelName model) {
        return new Notebook(bucket, model);
    }

    /** Numbers a version, unless it has a number. */
    void number(ModelName model, Version version) throws IOException {
        new VersionNumbering(this, bucket, model).add(version);
    }

    /**
     * The summaries of the newest runs, newest first, in one read. One may be missing for a moment, or if its run was killed; its record has the
     * same.
     */
    public List<RunSummary> summaries(ModelName model) throws IOException {
        return new RunIndex(this, bucket, model).read();
    }

    /** Adds a run that is recorded to the summaries, unless it is there. */
    void summarize(ModelName model, RunSummary run) throws IOException {
        new RunIndex(this, bucket, model).add(run);
    }

    /** Records a run, once: a record that is there already stays. */
    public void record(ModelName model, Version version, RunRecord run) throws IOException {
        writeIfAbsent(recordName(model, version), IndentedJson.bytes(run.toJson()));
    }

    /** Whether any run of this model has ended. */
    public boolean hasRecords(ModelName model) throws IOException {
        return !bucket.names(model + "/metrics/").isEmpty();
    }

    /** The versions of all runs that have ended, oldest first. */
    public List<Version> recordedVersions(ModelName model) throws IOException {
        return recorded(model, "");
    }

    /** The versions of runs that have ended in the months from one time to another, oldest first. Looks at those months only. */
    public List<Version> recordedVersions(ModelName model, Instant from, Instant to) throws IOException {
        List<Version> versions = new ArrayList<>();
        for (String month : Months.between(from, to)) {
            versions.addAll(recorded(model, month));
        }
        return versions;
    }

    /**
     * The versions of the newest runs that have ended, newest first. Lists the latest months one by one, then whole years, until there
     * are enough, or until it has listed a year and everything since the version that is served.
     *
     * @param latest what is served
     */
    public List<Version> newestRecords(ModelName model, int limit, Latest latest, Instant now) throws IOException {
        return newestRecords(model, limit, latest.version(), now);
    }

    /**
     * As above, for a caller that knows which version is served.
     *
     * @param served the version that is served; empty when there is none
     */
    public List<Version> newestRecords(ModelName model, int limit, Optional<Version> served, Instant now)
            throws IOException {
        return Months.newest(limit, served, now, time -> recorded(model, time), Version::value);
    }

    /** The versions of the newest runs that have ended, up to one of them, newest first. Looks back as far as a year. */
    public List<Version> newestRecords(ModelName model, int limit, Version last) throws IOException {
        return Months.newest(
                limit,
                Optional.empty(),
                last.time(),
                time -> recorded(model, time).stream()
                        .filter(version -> version.compareTo(last) <= 0)
                        .toList(),
                Version::value);
    }

    private List<Version> recorded(ModelName model, String prefix) throws IOException {
        String folder = model + "/metrics/";
        return bucket.names(folder + prefix).stream()
                .map(name -> version(name.substring(folder.length()), ".json"))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    private static Optional<Version> version(String name, String suffix) {
        return name.endsWith(suffix)
                ? Version.parse(name.substring(0, name.length() - suffix.length()))
                : Optional.empty();
    }

    void writeIfAbsent(String name, byte[] content) throws IOException {
        try {
            bucket.write(name, content, Bucket.ABSENT);
        } catch (PreconditionFailedException alreadyThere) {
            // Another delivery of the same event was first; what it wrote is as good as this.
        }
    }

    /** @throws JsonParseException when it is not a JSON object, or too large */
    static Optional<JsonObject> parse(StoredObject stored) throws IOException {
        try (stored) {
            byte[] content = stored.readAllBytes(MAX_RECORD_BYTES);
            JsonElement json =
                    BoundedJson.parse(new ByteArrayInputStream(content), MAX_RECORD_VALUES, MAX_RECORD_BYTES);
            return json.isJsonNull() ? Optional.empty() : Optional.of(json.getAsJsonObject());
        } catch (ObjectTooLargeException | BoundedJson.TooLargeException | IllegalStateException e) {
            throw new JsonParseException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String deletedName(ModelName model) {
        return DELETED + model + ".json";
    }

    private static String latestName(ModelName model) {
        return model + "/models/latest.zip";
    }

    private static String outcomesName(ModelName model) {
        return model + "/outcomes.json";
    }

    private static String archiveName(ModelName model, Version version) {
        return model + "/models/" + version + ".zip";
    }

    private static String attemptsName(ModelName model, Version version) {
        return model + "/attempts/" + version + ".json";
    }

    private static String recordName(ModelName model, Version version) {
        return model + "/metrics/" + version + ".json";
    }
}
