package dev.dropfit.trainer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of a world when all events have been delivered, whatever happened on the way. */
final class Guarantees {
    private static final String PROMOTED = "promoted";
    private static final String ATTEMPTS = "heart/attempts/";
    private static final String NUMBERS = "heart/versions.json";
    private static final String INDEX = "heart/runs.json";

    private final World world;
    private final long killed;

    /** @param killed the number of processes that were killed */
    Guarantees(World world, long killed) {
        this.world = world;
        this.killed = killed;
    }

    void check() {
        everyObjectIsWrittenOnce();
        everyRecordedVersionHasOneNumberThatItKeeps();
        noStartOutlivesItsRun();
        aVersionIsPromotedOnceByTheGate();
        latestOnlyMovesToNewerDatasets();
        latestHasPassedTheGateOrWasChosenByAPerson();
        everyChangeHasItsNote();
        whatWasPromotedIsServedAndArchived();
    }

    private void everyObjectIsWrittenOnce() {
        Set<String> names = new HashSet<>();
        for (ObjectInfo object : world.models().writes()) {
            if (!object.name().equals(World.LATEST)
                    && !object.name().equals(NUMBERS)
                    && !object.name().equals(INDEX)
                    && !object.name().startsWith(ATTEMPTS)) {
                assertThat(names.add(object.name()))
                        .as("%s is written once", object.name())
                        .isTrue();
            }
        }
    }

    private void everyRecordedVersionHasOneNumberThatItKeeps() {
        List<Long> sizes = world.models().writes().stream()
                .filter(object -> object.name().equals(NUMBERS))
                .map(ObjectInfo::size)
                .toList();
        assertThat(sizes).as("sizes of the list of versions").isSorted().doesNotHaveDuplicates();
        List<String> numbered = new ArrayList<>();
        if (!sizes.isEmpty()) {
            world.json(NUMBERS).getAsJsonArray("versions").forEach(version -> numbered.add(version.getAsString()));
        }
        assertThat(numbered).as("versions with a number").doesNotHaveDuplicates();
        world.records()
                .forEach(record -> assertThat(numbered)
                        .as("versions with a number")
                        .contains(record.get("version").getAsString()));
    }

    private void noStartOutlivesItsRun() {
        for (ObjectInfo object : world.models().list(ATTEMPTS)) {
            Version version =
                    new Version(object.name().substring(ATTEMPTS.length()).replace(".json", ""));
            assertThat(world.record(version).size())
                    .as("record of %s", object.name())
                    .isZero();
        }
    }

    private void aVersionIsPromotedOnceByTheGate() {
        Map<Version, Integer> times = new HashMap<>();
        world.changes().stream()
                .filter(change -> !change.byHand())
                .forEach(change -> times.merge(change.version(), 1, Integer::sum));
        assertThat(times.values()).as("promotions of each version").allMatch(count -> count == 1);
    }

    private void latestOnlyMovesToNewerDatasets() {
        long present = 0;
        for (World.Change change : world.changes()) {
            if (!change.byHand()) {
                assertThat(change.generation()).as("generation of latest").isGreaterThanOrEqualTo(present);
            }
            present = change.generation();
        }
    }

    private void latestHasPassedTheGateOrWasChosenByAPerson() {
        for (World.Change change : world.changes()) {
            assertThat(verdict(change.recorded())).as("what became latest").isEqualTo(PROMOTED);
        }
    }

    private void everyChangeHasItsNote() {
        List<String> changed = new ArrayList<>();
        JsonElement before = JsonNull.INSTANCE;
        for (World.Change change : world.changes()) {
            changed.add(change.latest().created() + " from " + before + " to " + change.version());
            before = new JsonPrimitive(change.version().value());
        }
        List<String> noted = world.promotions().stream()
                .map(note -> Instant.parse(note.get("time").getAsString()) + " from " + note.get("from") + " to "
                        + note.get("to").getAsString())
                .toList();
        assertThat(noted).as("notes of changes").isEqualTo(changed);
        for (int i = 0; i < changed.size(); i++) {
            assertThat(world.promotions().get(i).get("why").getAsString())
                    .as("why in note %s", noted.get(i))
                    .isEqualTo(world.changes().get(i).byHand() ? "rollback" : "gate");
        }
    }

    private void whatWasPromotedIsServedAndArchived() {
        for (JsonObject record : world.records()) {
            String version = record.get("version").getAsString();
            boolean trained = !verdict(record).equals("invalid");
            String reasons = record.get("reasons").toString();
            boolean givenUp = killed >= Attempts.MAX_STARTS && reasons.contains("ended the process three times");
            assertThat(reasons.contains("line 3: found 2 cells") || givenUp)
                    .as("only the dataset, or three killed processes, make it invalid: %s", reasons)
                    .isEqualTo(!trained);
            boolean archived =
                    world.models().find("heart/models/" + version + ".zip").isPresent();
            // A process may be killed between the archive and the record of a run that is given up later.
            assertThat(archived || givenUp)
                    .as("archive of the %s %s", verdict(record), version)
                    .isEqualTo(trained || givenUp);
            if (verdict(record).equals(PROMOTED)) {
                long generation =
                        record.getAsJsonObject("dataset").get("generation").getAsLong();
                assertThat(world.changes())
                        .as("a change to %s or newer", version)
                        .anyMatch(change -> change.generation() >= generation);
            }
        }
    }

    private static String verdict(JsonObject record) {
        return record.has("verdict") ? record.get("verdict").getAsString() : "none";
    }
}
