package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionNumbersTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version MONDAY = new Version("20261123T080000Z-aaaaaaaa");
    private static final Version TUESDAY = new Version("20261124T080000Z-bbbbbbbb");
    private static final Version WEDNESDAY = new Version("20261125T080000Z-cccccccc");

    @TempDir
    private Path folder;

    private Bucket bucket;
    private Registry registry;

    @BeforeEach
    void openTheBucket() throws IOException {
        bucket = Buckets.open(folder.toUri().toString());
        registry = new Registry(bucket);
    }

    @Test
    void aVersionKeepsItsNumberWhenARunOfAnOlderDatasetEndsLater() throws IOException {
        end(MONDAY);
        end(WEDNESDAY);
        String before = name(WEDNESDAY);

        end(TUESDAY);

        assertThat(before).isEqualTo("v2");
        assertThat(name(WEDNESDAY)).isEqualTo("v2");
        assertThat(name(TUESDAY)).isEqualTo("v3");
    }

    @Test
    void aRunThatIsStartedTwiceGetsOneNumber() throws IOException {
        end(MONDAY);
        end(MONDAY);
        end(TUESDAY);

        assertThat(name(TUESDAY)).isEqualTo("v2");
    }

    @Test
    void aVersionKeepsItsNumberWhenRetentionHasDeletedAnOlderModel() throws IOException {
        for (Version version : List.of(MONDAY, TUESDAY, WEDNESDAY)) {
            registry.archive(HEART, version, new byte[] {1});
            end(version);
        }

        new Retention(registry).keep(HEART, 1);

        assertThat(registry.findArchive(HEART, MONDAY)).isEmpty();
        assertThat(name(WEDNESDAY)).isEqualTo("v3");
    }

    @Test
    void runsThatEndAtTheSameTimeGetDifferentNumbers() throws Exception {
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            versions.add(Version.of(MONDAY.time().plusSeconds(i), "inputs"));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> ends = new ArrayList<>();
        for (Version version : versions) {
            ends.add(threads.submit(() -> {
                registry.number(HEART, version);
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        threads.shutdown();

        assertThat(registry.numbers(HEART).versions()).containsExactlyInAnyOrderElementsOf(versions);
    }

    @Test
    void runsOfAnEarlierReleaseHaveTheNumbersOfTheirOrderAndKeepThem() throws IOException {
        record(TUESDAY);
        record(MONDAY);
        assertThat(name(TUESDAY)).isEqualTo("v2");

        end(WEDNESDAY);

        assertThat(name(MONDAY)).isEqualTo("v1");
        assertThat(name(TUESDAY)).isEqualTo("v2");
        assertThat(name(WEDNESDAY)).isEqualTo("v3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"versions\": [1]}", "{\"versions\": {}}"})
    void aDamagedListIsMadeAnewFromTheRecords(String damaged) throws IOException {
        record(MONDAY);
        bucket.write("heart/versions.json", damaged.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        end(TUESDAY);

        assertThat(registry.numbers(HEART).versions()).containsExactly(MONDAY, TUESDAY);
    }

    @ParameterizedTest
    @CsvSource({
        "v1, 20261123T080000Z-aaaaaaaa",
        "V2, 20261124T080000Z-bbbbbbbb",
        "20261125, 20261125T080000Z-cccccccc",
        "20261124T080000Z-bbbbbbbb, 20261124T080000Z-bbbbbbbb",
        "20251124T080000Z-dddddddd, 20251124T080000Z-dddddddd"
    })
    void aPersonMayWriteANumberAVersionOrItsBeginning(String text, String version) throws UnknownVersionException {
        VersionNumbers numbers = new VersionNumbers(List.of(MONDAY, TUESDAY, WEDNESDAY));

        assertThat(numbers.find(text)).isEqualTo(new Version(version));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "v4 | there is no version v4; accepted is v1 to v3, a version like 20261122T084133Z-1f0c2a9b, or its"
                        + " beginning",
                "v0 | 'v0' is no version; accepted is v1 to v3, a version like 20261122T084133Z-1f0c2a9b, or its"
                        + " beginning",
                "202 | '202' is no version; accepted is v1 to v3, a version like 20261122T084133Z-1f0c2a9b, or its"
                        + " beginning",
                "v99999999999 | 'v99999999999' is no version; accepted is v1 to v3, a version like"
                        + " 20261122T084133Z-1f0c2a9b, or its beginning",
                "202611 | '202611' is the beginning of 3 versions: v1, v2, v3; give more of it"
            })
    void anUnknownVersionIsRefusedWithWhatIsAccepted(String text, String message) {
        VersionNumbers numbers = new VersionNumbers(List.of(MONDAY, TUESDAY, WEDNESDAY));

        assertThatThrownBy(() -> numbers.find(text)).hasMessage(message);
    }

    private void end(Version version) throws IOException {
        registry.number(HEART, version);
        record(version);
    }

    private void record(Version version) throws IOException {
        RunOrigin origin = new RunOrigin(version.value(), "", "", Optional.empty(), Optional.empty());
        registry.record(HEART, version, RunRecord.of(origin, DatasetFacts.NONE, ModelFacts.NONE));
    }

    private String name(Version version) throws IOException {
        return registry.numbers(HEART).name(version);
    }
}
