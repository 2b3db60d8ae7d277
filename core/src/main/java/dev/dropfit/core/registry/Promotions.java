package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.IndentedJson;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The deployment history: one object for each change, whose name has its time and the version. Thread-safe, and safe between processes. */
public final class Promotions {
    /** How the times in names are written. */
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern NAME = Pattern.compile("(\\d{8}T\\d{9}Z)-(\\d{8}T\\d{6}Z-[0-9a-f]{8})\\.json");

    private final Registry registry;
    private final Bucket models;

    Promotions(Registry registry, Bucket models) {
        this.registry = registry;
        this.models = models;
    }

    /** What the name of a record consists of. */
    private record Name(String time, Version to) {
        static Name of(Instant time, Version to) {
            return new Name(TIME.format(time), to);
        }

        String in(ModelName model) {
            return Promotions.name(model, time, to.value());
        }
    }

    private static String name(ModelName model, String time, String to) {
        return folder(model) + time + "-" + to + ".json";
    }

    /** The records of trials are there too. */
    static String folder(ModelName model) {
        return model + "/promotions/";
    }

    /** Records a change of the served version, once. */
    public void record(ModelName model, Promotion promotion) throws IOException {
        registry.writeIfAbsent(
                name(model, TIME.format(promotion.time()), promotion.to()), IndentedJson.bytes(promotion.toJson()));
    }

    /** The record of the change of latest to this version at this time; empty when there is none. */
    Optional<Promotion> read(ModelName model, Instant time, Version version) throws IOException {
        return read(model, Name.of(time, version));
    }

    private Optional<Promotion> read(ModelName model, Name name) throws IOException {
        Optional<StoredObject> stored = models.read(name.in(model));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Instant time = Instant.from(TIME.parse(name.time()));
        try {
            return Registry.parse(stored.get()).map(json -> Promotion.read(json, time, name.to()));
        } catch (JsonParseException e) {
            // What its name says is known nevertheless.
            return Optional.of(Promotion.read(new JsonObject(), time, name.to()));
        }
    }

    /** Whether it is recorded that latest was changed to this version at this time. */
    boolean has(ModelName model, Instant time, Version version) throws IOException {
        return models.find(Name.of(time, version).in(model)).isPresent();
    }

    /** The newest records of the deployment history, newest first, looked for as {@link Registry#newestRecords} looks for runs. */
    public List<Promotion> newest(ModelName model, int limit, Optional<Version> served, Instant now)
            throws IOException {
        List<Promotion> newest = new ArrayList<>();
        for (Name name : Months.newest(limit, served, now, time -> names(model, time), Name::time)) {
            read(model, name).ifPresent(newest::add);
        }
        return newest;
    }

    /** Whether it is recorded that latest was changed to this version from one time on and before another. Looks at those months only. */
    boolean wasPromoted(ModelName model, Version version, Instant from, Instant before) throws IOException {
        String end = TIME.format(before);
        for (String month : Months.between(from, before)) {
            for (Name promotion : names(model, month)) {
                if (promotion.to().equals(version) && promotion.time().compareTo(end) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The version that was served before a time, if it is recorded in the month of that time. */
    Optional<Version> before(ModelName model, Instant time) throws IOException {
        String end = TIME.format(time);
        return names(model, Months.between(time, time).get(0)).stream()
                .filter(promotion -> promotion.time().compareTo(end) < 0)
                .map(Name::to)
                .reduce((earlier, later) -> later);
    }

    /** The version that is served according to the newest note of a promotion. Looks back as far as a year. */
    public Optional<Version> last(ModelName model, Instant now) throws IOException {
        return Months.newest(1, Optional.empty(), now, time -> names(model, time), Name::time).stream()
                .map(Name::to)
                .findFirst();
    }

    /** The versions that were served, by the time since when, of all notes of promotions. */
    public NavigableMap<Instant, Version> servedSince(ModelName model) throws IOException {
        NavigableMap<Instant, Version> served = new TreeMap<>();
        names(model, "").forEach(promotion -> served.put(Instant.from(TIME.parse(promotion.time())), promotion.to()));
        return served;
    }

    /** Oldest first. */
    private List<Name> names(ModelName model, String time) throws IOException {
        String folder = folder(model);
        return models.names(folder + time).stream()
                .map(name -> NAME.matcher(name.substring(folder.length())))
                .filter(Matcher::matches)
                .map(name -> new Name(name.group(1), new Version(name.group(2))))
                .toList();
    }
}
