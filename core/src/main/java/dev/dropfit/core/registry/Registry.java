package dev.dropfit.core.registry;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the objects of the model bucket: latest, the archive, the records of runs and of promotions. Thread-safe, and safe
 * between processes; the guarantees of the bucket for a write hold here too. Every method throws {@link IOException} when the bucket does.
 */
public final class Registry {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final DateTimeFormatter PROMOTION_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    /** The maximum size of an object of a few fields, in bytes. */
    private static final int MAX_SMALL_BYTES = 1 << 16;

    /** How far back to look for the newest runs. */
    private static final int MONTHS_LISTED = 13;

    /** How many months are listed on their own, with few names each; the next month too, as clocks differ. */
    private static final int MONTHS_ONE_BY_ONE = 3;

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");
    private static final Pattern PROMOTION = Pattern.compile("(\\d{8}T\\d{9}Z)-(\\d{8}T\\d{6}Z-[0-9a-f]{8})\\.json");

    private static final Pattern TRIAL = Pattern.compile(".*/\\d{8}T\\d{9}Z-[^/]*\\.(shadow|canary|rollout)\\.json");

    private static final Duration MONTHS_OF_TRIALS = Duration.ofDays(61);

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
        bucket.write(deletedName(model), bytes(deletion.toJson()), present);
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
        bucket.write(outcomesName(model), bytes(outcomes.toJson()), expected);
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
            @Nullable JsonObject json = GSON.fromJson(new String(content, StandardCharsets.UTF_8), JsonObject.class);
            return json == null ? new JsonObject() : json;
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
        writeIfAbsent(recordName(model, version), bytes(run.toJson()));
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
        for (String month : months(from, to)) {
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
        return newest(limit, served, now, time -> recorded(model, time), Version::value);
    }

    /** The records of the newest changes of what is served, newest first, looked for as {@link #newestRecords} looks for runs. */
    public List<Promotion> newestPromotions(ModelName model, int limit, Optional<Version> served, Instant now)
            throws IOException {
        List<Promotion> newest = new ArrayList<>();
        for (PromotionName name : newest(limit, served, now, time -> promotions(model, time), PromotionName::time)) {
            readPromotion(model, name).ifPresent(newest::add);
        }
        return newest;
    }

    /** The versions of the newest runs that have ended, up to one of them, newest first. Looks back as far as a year. */
    public List<Version> newestRecords(ModelName model, int limit, Version last) throws IOException {
        return newest(
                limit,
                Optional.empty(),
                last.time(),
                time -> recorded(model, time).stream()
                        .filter(version -> version.compareTo(last) <= 0)
                        .toList(),
                Version::value);
    }

    /** Lists objects by the beginning of the time in their names, oldest first. */
    @FunctionalInterface
    private interface Listing<T> {
        List<T> list(String time) throws IOException;
    }

    /** @param time the time in the name of what was listed, as text */
    private static <T> List<T> newest(
            int limit, Optional<Version> served, Instant now, Listing<T> listing, Function<T, String> time)
            throws IOException {
        YearMonth newestMonth = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(1);
        YearMonth oldestMonth = served.map(
                        version -> YearMonth.from(version.time().atOffset(ZoneOffset.UTC)))
                .filter(newestMonth.minusMonths(MONTHS_LISTED)::isAfter)
                .orElse(newestMonth.minusMonths(MONTHS_LISTED));
        List<T> newest = new ArrayList<>();
        YearMonth month = newestMonth;
        for (;
                newest.size() < limit && month.isAfter(newestMonth.minusMonths(MONTHS_ONE_BY_ONE));
                month = month.minusMonths(1)) {
            addNewest(newest, listing.list(MONTH.format(month)), limit);
        }
        String before = MONTH.format(month.plusMonths(1));
        String from = MONTH.format(oldestMonth);
        for (int year = month.getYear(); newest.size() < limit && year >= oldestMonth.getYear(); year--) {
            List<T> older = listing.list(String.format(Locale.ROOT, "%04d", year)).stream()
                    .filter(found -> time.apply(found).compareTo(before) < 0)
                    .filter(found -> time.apply(found).compareTo(from) >= 0)
                    .toList();
            addNewest(newest, older, limit);
        }
        return newest;
    }

    private static <T> void addNewest(List<T> newest, List<T> found, int limit) {
        for (int i = found.size() - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(found.get(i));
        }
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

    /** The months from one time to another, as versions and times of promotions begin. */
    private static List<String> months(Instant from, Instant to) {
        List<String> months = new ArrayList<>();
        YearMonth last = YearMonth.from(to.atOffset(ZoneOffset.UTC));
        for (YearMonth month = YearMonth.from(from.atOffset(ZoneOffset.UTC));
                !month.isAfter(last);
                month = month.plusMonths(1)) {
            months.add(MONTH.format(month));
        }
        return months;
    }

    /** Records a change of what is served, once. */
    public void record(ModelName model, Promotion promotion) throws IOException {
        writeIfAbsent(promotionName(model, promotion.time(), promotion.to()), bytes(promotion.toJson()));
    }

    /** The record of the change of latest to this version at this time; empty when there is none. */
    Optional<Promotion> readPromotion(ModelName model, Instant time, Version version) throws IOException {
        return readPromotion(model, new PromotionName(PROMOTION_TIME.format(time), version));
    }

    private Optional<Promotion> readPromotion(ModelName model, PromotionName name) throws IOException {
        Optional<StoredObject> stored =
                bucket.read(promotionName(model, name.time(), name.to().value()));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Instant time = Instant.from(PROMOTION_TIME.parse(name.time()));
        try {
            return parse(stored.get()).map(json -> Promotion.read(json, time, name.to()));
        } catch (JsonParseException e) {
            // What its name says is known nevertheless.
            return Optional.of(Promotion.read(new JsonObject(), time, name.to()));
        }
    }

    /** Whether it is recorded that latest was changed to this version at this time. */
    boolean hasPromotion(ModelName model, Instant time, Version version) throws IOException {
        return bucket.find(promotionName(model, time, version.value())).isPresent();
    }

    /** Records a change of a trial, once. Its name does not read as a change of latest. */
    void record(ModelName model, Trial trial, Instant time) throws IOException {
        writeIfAbsent(
                trialFolder(model) + PROMOTION_TIME.format(time) + trialSuffix(trial.version(), trial.kind()),
                bytes(trial.toJson()));
    }

    /** Whether a trial of this kind of the version is recorded before a time. Looks at the months since the version only. */
    boolean hasTrial(ModelName model, Version version, Trial.Kind kind, Instant before) throws IOException {
        String suffix = trialSuffix(version, kind);
        for (String month : months(version.time(), before)) {
            if (bucket.names(trialFolder(model) + month).stream().anyMatch(name -> name.endsWith(suffix))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The newest recorded changes of trials, newest first: those of the current and of the previous two months.
     *
     * @param limit the maximum number
     */
    public List<Trial> newestTrials(ModelName model, int limit, Instant now) throws IOException {
        List<String> names = new ArrayList<>();
        for (String month : months(now.minus(MONTHS_OF_TRIALS), now)) {
            bucket.names(trialFolder(model) + month).stream()
                    .filter(name -> TRIAL.matcher(name).matches())
                    .forEach(names::add);
        }
        List<Trial> newest = new ArrayList<>();
        for (int i = names.size() - 1; i >= 0 && newest.size() < limit; i--) {
            Optional<StoredObject> stored = bucket.read(names.get(i));
            if (stored.isPresent()) {
                Trial.read(parsed(stored.get())).ifPresent(newest::add);
            }
        }
        return newest;
    }

    private static String trialFolder(ModelName model) {
        return model + "/promotions/";
    }

    private static String trialSuffix(Version version, Trial.Kind kind) {
        return "-" + version + "." + kind.text() + ".json";
    }

    /** Whether it is recorded that latest was changed to this version from one time on and before another. Looks at those months only. */
    boolean wasPromoted(ModelName model, Version version, Instant from, Instant before) throws IOException {
        String end = PROMOTION_TIME.format(before);
        for (String month : months(from, before)) {
            for (PromotionName promotion : promotions(model, month)) {
                if (promotion.to().equals(version) && promotion.time().compareTo(end) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The version that was served before a time, if it is recorded in the month of that time. */
    Optional<Version> promotedBefore(ModelName model, Instant time) throws IOException {
        String end = PROMOTION_TIME.format(time);
        return promotions(model, months(time, time).get(0)).stream()
                .filter(promotion -> promotion.time().compareTo(end) < 0)
                .map(PromotionName::to)
                .reduce((earlier, later) -> later);
    }

    /** The version that is served according to the newest note of a promotion. Looks back as far as a year. */
    public Optional<Version> lastPromoted(ModelName model, Instant now) throws IOException {
        return newest(1, Optional.empty(), now, time -> promotions(model, time), PromotionName::time).stream()
                .map(PromotionName::to)
                .findFirst();
    }

    /** The versions that were served, by the time since when, of all notes of promotions. */
    public NavigableMap<Instant, Version> servedSince(ModelName model) throws IOException {
        NavigableMap<Instant, Version> served = new TreeMap<>();
        promotions(model, "")
                .forEach(promotion -> served.put(Instant.from(PROMOTION_TIME.parse(promotion.time())), promotion.to()));
        return served;
    }

    /** What the name of a promotion's record consists of. */
    private record PromotionName(String time, Version to) {}

    /** Oldest first. */
    private List<PromotionName> promotions(ModelName model, String time) throws IOException {
        String folder = model + "/promotions/";
        return bucket.names(folder + time).stream()
                .map(name -> PROMOTION.matcher(name.substring(folder.length())))
                .filter(Matcher::matches)
                .map(name -> new PromotionName(name.group(1), new Version(name.group(2))))
                .toList();
    }

    private void writeIfAbsent(String name, byte[] content) throws IOException {
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

    static byte[] bytes(JsonObject json) {
        return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
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

    private static String promotionName(ModelName model, Instant time, String version) {
        return promotionName(model, PROMOTION_TIME.format(time), version);
    }

    private static String promotionName(ModelName model, String time, String version) {
        return model + "/promotions/" + time + "-" + version + ".json";
    }

    private static String attemptsName(ModelName model, Version version) {
        return model + "/attempts/" + version + ".json";
    }

    private static String recordName(ModelName model, Version version) {
        return model + "/metrics/" + version + ".json";
    }
}
