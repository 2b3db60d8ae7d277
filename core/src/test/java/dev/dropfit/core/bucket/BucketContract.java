package dev.dropfit.core.bucket;

import static dev.dropfit.core.bucket.BucketTesting.bytes;
import static dev.dropfit.core.bucket.BucketTesting.inParallel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Bucket} promises. */
public abstract class BucketContract {
    private static final String NAME = "heart/dataset.csv";

    private Bucket bucket;

    /** Opens the bucket under test: empty at the first call in a test; each further call opens the same bucket again. */
    protected abstract Bucket open() throws IOException;

    /** Whether the bucket under test keeps generations that were replaced. */
    protected boolean keepsOldGenerations() {
        return false;
    }

    @BeforeEach
    void openTheBucket() throws IOException {
        bucket = open();
    }

    @AfterEach
    void closeTheBucket() {
        bucket.close();
    }

    @Test
    void anObjectIsReadAsItWasWritten() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("age,target\n63,1\n"), Bucket.ABSENT);

        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThat(object.info()).isEqualTo(written);
            assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("age,target\n63,1\n");
        }
        assertThat(written.name()).isEqualTo(NAME);
        assertThat(written.generation()).isPositive();
        assertThat(written.size()).isEqualTo(16);
    }

    @Test
    void anObjectIsWrittenFromAStream() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        ObjectInfo first = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        ObjectInfo written = bucket.write(NAME, new ByteArrayInputStream(content), first.generation());

        assertThat(written.size()).isEqualTo(content.length);
        assertThat(bucket.find(NAME)).contains(written);
        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThat(object.readAllBytes()).isEqualTo(content);
        }
        assertThatThrownBy(() -> bucket.write(NAME, new ByteArrayInputStream(content), first.generation()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(bucket.find(NAME)).contains(written);
    }

    @Test
    void aStreamThatFailsWritesNothing() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("one"), Bucket.ABSENT);
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(new byte[100_000])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("the source failed");
                }
                return count;
            }
        };

        assertThatThrownBy(() -> bucket.write(NAME, failing, first.generation()))
                .isInstanceOf(IOException.class);

        assertThat(bucket.find(NAME)).contains(first);
        assertThat(bucket.list("")).containsExactly(first);
    }

    @Test
    void findReturnsTheSameAsWrite() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.find(NAME)).contains(written);
    }

    @Test
    void anotherHandleSeesTheSameObjects() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        try (Bucket other = open()) {
            assertThat(other.find(NAME)).contains(written);
            assertThat(other.url()).isEqualTo(bucket.url());
        }
    }

    @Test
    void createdIsWhenItWasWritten() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        assertThat(Duration.between(written.created(), Instant.now()).abs()).isLessThan(Duration.ofHours(1));
    }

    @Test
    void aMissingObjectIsEmpty() throws IOException {
        assertThat(bucket.find(NAME)).isEmpty();
        assertThat(bucket.read(NAME)).isEmpty();
        assertThat(bucket.read(NAME, 1)).isEmpty();
        assertThat(bucket.list("")).isEmpty();
        assertThat(bucket.folders()).isEmpty();
    }

    @Test
    void aFolderIsNotAnObject() throws IOException {
        bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.find("heart")).isEmpty();
        assertThat(bucket.read("heart")).isEmpty();
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        ObjectInfo written = bucket.write(NAME, new byte[0], Bucket.ABSENT);

        assertThat(written.size()).isZero();
        assertThat(content(NAME)).isEmpty();
        assertThat(bucket.list("")).containsExactly(written);
    }

    @Test
    void aLargeObjectIsReadAsItWasWritten() throws IOException {
        byte[] large = new byte[8 << 20];
        new Random(42).nextBytes(large);

        ObjectInfo written = bucket.write(NAME, large, Bucket.ABSENT);

        assertThat(written.size()).isEqualTo(large.length);
        assertThat(Arrays.equals(content(NAME), large)).isTrue();
    }

    @Test
    void theArrayOfTheCallerIsCopied() throws IOException {
        byte[] content = bytes("one");
        bucket.write(NAME, content, Bucket.ABSENT);

        content[0] = 'X';

        assertThat(content(NAME)).asString(UTF_8).isEqualTo("one");
    }

    @Test
    void generationsIncreaseWithEveryWrite() throws IOException {
        long last = Bucket.ABSENT;
        for (int i = 0; i < 20; i++) {
            long next = bucket.write(NAME, bytes("same"), last).generation();

            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void generationsIncreaseAcrossDeletions() throws IOException {
        long last = 0;
        for (int i = 0; i < 10; i++) {
            long next = bucket.write(NAME, bytes("same"), Bucket.ABSENT).generation();
            bucket.delete(NAME, next);

            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void anOlderGenerationIsNeverOverwritten() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("first"), Bucket.ABSENT);
        ObjectInfo second = bucket.write(NAME, bytes("second"), first.generation());

        assertThatThrownBy(() -> bucket.write(NAME, bytes("late"), first.generation()))
                .isInstanceOfSatisfying(PreconditionFailedException.class, e -> {
                    assertThat(e.name()).isEqualTo(NAME);
                    assertThat(e.expected()).isEqualTo(first.generation());
                });

        assertThat(bucket.find(NAME)).contains(second);
        assertThat(content(NAME)).asString(UTF_8).isEqualTo("second");
    }

    @Test
    void aFailedWriteChangesNothingEvenWithTheSameContent() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("same"), Bucket.ABSENT);

        assertThatThrownBy(() -> bucket.write(NAME, bytes("same"), Bucket.ABSENT))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(bucket.find(NAME)).contains(first);
    }

    @Test
    void absentMeansThatThereMustBeNoObject() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("first"), Bucket.ABSENT);

        assertThatThrownBy(() -> bucket.write(NAME, bytes("second"), Bucket.ABSENT))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(NAME);

        assertThat(bucket.find(NAME)).contains(first);
    }

    @Test
    void aGenerationOfNoObjectMatchesNothing() throws IOException {
        assertThatThrownBy(() -> bucket.write(NAME, bytes("one"), 12345))
                .isInstanceOf(PreconditionFailedException.class);

        assertThat(bucket.find(NAME)).isEmpty();
        assertThat(bucket.list("")).isEmpty();
    }

    @Test
    void aDeletedObjectIsGone() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        bucket.delete(NAME, written.generation());

        assertThat(bucket.find(NAME)).isEmpty();
        assertThat(bucket.read(NAME)).isEmpty();
        assertThat(bucket.list("")).isEmpty();
        assertThat(bucket.folders()).isEmpty();
    }

    @Test
    void deletingTwiceIsAllowed() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        bucket.delete(NAME, written.generation());
        bucket.delete(NAME, written.generation());
        bucket.delete(NAME, Bucket.ABSENT);

        assertThat(bucket.find(NAME)).isEmpty();
    }

    @Test
    void anotherGenerationIsNeverDeleted() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("first"), Bucket.ABSENT);
        ObjectInfo second = bucket.write(NAME, bytes("second"), first.generation());

        assertThatThrownBy(() -> bucket.delete(NAME, first.generation()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> bucket.delete(NAME, Bucket.ABSENT)).isInstanceOf(PreconditionFailedException.class);

        assertThat(bucket.find(NAME)).contains(second);
    }

    @Test
    void theCurrentGenerationIsReadByItsNumber() throws IOException {
        ObjectInfo written = bucket.write(NAME, bytes("one"), Bucket.ABSENT);

        try (StoredObject object = bucket.read(NAME, written.generation()).orElseThrow()) {
            assertThat(object.info()).isEqualTo(written);
            assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("one");
        }
    }

    @Test
    void aReplacedGenerationIsReadUnchangedOrNotAtAll() throws IOException {
        ObjectInfo first = bucket.write(NAME, bytes("first"), Bucket.ABSENT);
        bucket.write(NAME, bytes("second"), first.generation());

        Optional<StoredObject> replaced = bucket.read(NAME, first.generation());

        assertThat(replaced.isPresent()).isEqualTo(keepsOldGenerations());
        if (replaced.isPresent()) {
            try (StoredObject object = replaced.get()) {
                assertThat(object.info()).isEqualTo(first);
                assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("first");
            }
        }
    }

    @Test
    void anOpenObjectStaysTheSameGenerationOrFails() throws IOException {
        byte[] first = new byte[3 << 20];
        Arrays.fill(first, (byte) 1);
        byte[] second = new byte[3 << 20];
        Arrays.fill(second, (byte) 2);
        ObjectInfo written = bucket.write(NAME, first, Bucket.ABSENT);

        try (StoredObject object = bucket.read(NAME).orElseThrow()) {
            bucket.write(NAME, second, written.generation());

            assertThat(wholeOrFailure(object))
                    .satisfiesAnyOf(
                            content -> assertThat(content).isEmpty(),
                            content -> assertThat(Arrays.equals(content.orElseThrow(), first))
                                    .isTrue());
        }
    }

    @Test
    void anOpenObjectOutlivesItsBucketOrFails() throws IOException {
        byte[] content = new byte[3 << 20];
        Arrays.fill(content, (byte) 1);
        bucket.write(NAME, content, Bucket.ABSENT);

        Bucket other = open();
        try (StoredObject object = other.read(NAME).orElseThrow()) {
            other.close();

            assertThat(wholeOrFailure(object))
                    .satisfiesAnyOf(
                            read -> assertThat(read).isEmpty(),
                            read -> assertThat(Arrays.equals(read.orElseThrow(), content))
                                    .isTrue());
        }
    }

    @Test
    void anEmptyPrefixListsAllSortedByName() throws IOException {
        ObjectInfo settings = bucket.write("heart/dropfit.json", bytes("{}"), Bucket.ABSENT);
        ObjectInfo single = bucket.write("readme", bytes("hello"), Bucket.ABSENT);
        ObjectInfo archive = bucket.write("heart-2/models/a.zip", bytes("zip"), Bucket.ABSENT);
        ObjectInfo dataset = bucket.write("heart/dataset.csv", bytes("a,b"), Bucket.ABSENT);

        // Sorted by characters, not by segments: '-' comes before '/'.
        assertThat(bucket.list("")).containsExactly(archive, dataset, settings, single);
        assertThat(bucket.names("")).containsExactly(archive.name(), dataset.name(), settings.name(), single.name());
        assertThat(bucket.names("heart/dr")).containsExactly(settings.name());
    }

    @Test
    void aPrefixMayEndWithinASegment() throws IOException {
        ObjectInfo dataset = bucket.write("heart/dataset.csv", bytes("a,b"), Bucket.ABSENT);
        ObjectInfo settings = bucket.write("heart/dropfit.json", bytes("{}"), Bucket.ABSENT);
        ObjectInfo other = bucket.write("heart-2/dataset.csv", bytes("a,b"), Bucket.ABSENT);
        bucket.write("iris/dataset.csv", bytes("a,b"), Bucket.ABSENT);

        assertThat(bucket.list("hea")).containsExactly(other, dataset, settings);
        assertThat(bucket.list("heart/")).containsExactly(dataset, settings);
        assertThat(bucket.list("heart/dr")).containsExactly(settings);
        assertThat(bucket.list("heart/dropfit.json")).containsExactly(settings);
        assertThat(bucket.list("heart/dropfit.json.old")).isEmpty();
        assertThat(bucket.list("ear")).isEmpty();
    }

    @Test
    void manyObjectsAreListedEachOnce() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String name = String.format("heart/metrics/%03d.json", i);
            bucket.write(name, bytes("{}"), Bucket.ABSENT);
            names.add(name);
        }
        bucket.write("iris/dataset.csv", bytes("a,b"), Bucket.ABSENT);

        assertThat(bucket.list("heart/metrics/")).extracting(ObjectInfo::name).containsExactlyElementsOf(names);
        assertThat(bucket.list("")).hasSize(121);
        assertThat(bucket.folders()).containsExactly("heart", "iris");
    }

    @Test
    void foldersAreTheFirstSegments() throws IOException {
        bucket.write("iris/dataset.csv", bytes("a,b"), Bucket.ABSENT);
        bucket.write("heart/models/latest.zip", bytes("zip"), Bucket.ABSENT);
        bucket.write("heart/dataset.csv", bytes("a,b"), Bucket.ABSENT);
        bucket.write("heart-2/dataset.csv", bytes("a,b"), Bucket.ABSENT);
        bucket.write("readme", bytes("hello"), Bucket.ABSENT);

        assertThat(bucket.folders()).containsExactly("heart", "heart-2", "iris");
    }

    @Test
    void manyFoldersAreListedEachOnce() throws IOException {
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String folder = String.format("model-%02d", i);
            bucket.write(folder + "/a", bytes("a"), Bucket.ABSENT);
            bucket.write(folder + "/b", bytes("b"), Bucket.ABSENT);
            folders.add(folder);
        }

        assertThat(bucket.folders()).containsExactlyElementsOf(folders);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "A-Z_0.9", "_", "-", "a/b/c/d/e", "a..b", "heart/models/20261122T084133Z-1f0c2a3b.zip"})
    void namesOfTheAlphabetAreAccepted(String name) throws IOException {
        ObjectInfo written = bucket.write(name, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.list("")).containsExactly(written);
    }

    @Test
    void aSegmentMayHave255Characters() throws IOException {
        String name = "a".repeat(255) + "/" + "b".repeat(255);

        ObjectInfo written = bucket.write(name, bytes("one"), Bucket.ABSENT);

        assertThat(bucket.find(name)).contains(written);
        assertThat(bucket.list("")).containsExactly(written);
        assertThat(bucket.folders()).containsExactly("a".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/x",
                "x/",
                "a//b",
                ".",
                "..",
                "../x",
                "a/../b",
                "a/.",
                ".hidden",
                "a/.hidden",
                "a b",
                " a",
                "a ",
                "a\\b",
                "a:b",
                "a\nb",
                "a\0b",
                "ä",
                "a%2Fb",
                "a?b",
                "a#b",
                "a*b"
            })
    void invalidNamesAreRejected(String name) {
        assertRefused(name);
    }

    @Test
    void aSegmentOf256CharactersIsRejected() {
        assertRefused("a".repeat(256));
        assertRefused("a/" + "b".repeat(256));
    }

    private void assertRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket.find(name))
                .withMessageContaining("[A-Za-z0-9._-]");
        assertThatIllegalArgumentException().isThrownBy(() -> bucket.read(name));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket.read(name, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket.write(name, bytes("x"), Bucket.ABSENT));
        assertThatIllegalArgumentException().isThrownBy(() -> bucket.delete(name, 1));
    }

    @Test
    void concurrentIncrementsAreAllCounted() throws Exception {
        int threads = 16;
        int increments = 10;
        bucket.write("counter", bytes("0"), Bucket.ABSENT);

        inParallel(threads, thread -> {
            for (int i = 0; i < increments; i++) {
                try (Bucket own = open()) {
                    increment(own);
                }
            }
            return thread;
        });

        assertThat(content("counter")).asString(UTF_8).isEqualTo(Integer.toString(threads * increments));
    }

    private static void increment(Bucket bucket) throws IOException {
        while (true) {
            try (StoredObject object = bucket.read("counter").orElseThrow()) {
                int count = Integer.parseInt(new String(object.readAllBytes(), UTF_8));
                bucket.write(
                        "counter",
                        bytes(Integer.toString(count + 1)),
                        object.info().generation());
                return;
            } catch (PreconditionFailedException anotherWasFaster) {
                // Retries with the object of the other writer.
            }
        }
    }

    @Test
    void oneOfManyConcurrentCreatorsWins() throws Exception {
        List<Boolean> won = inParallel(16, thread -> {
            try {
                bucket.write(NAME, bytes("same"), Bucket.ABSENT);
                return true;
            } catch (PreconditionFailedException e) {
                return false;
            }
        });

        assertThat(won).containsOnlyOnce(true);
    }

    @Test
    void aReaderDuringOverwritesSeesOneWholeGeneration() throws Exception {
        ObjectInfo first = bucket.write(NAME, pattern(0), Bucket.ABSENT);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        List<Future<Integer>> reading = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            reading.add(readers.submit(() -> readWhile(done)));
        }

        long generation = first.generation();
        for (int i = 1; i <= 40; i++) {
            generation = bucket.write(NAME, pattern(i), generation).generation();
        }
        done.set(true);

        for (Future<Integer> reader : reading) {
            assertThat(reader.get()).isPositive();
        }
        readers.shutdown();
    }

    /** Reads until the test stops it, at least once; returns how often it read an object to its end. */
    private int readWhile(AtomicBoolean done) throws IOException {
        int count = 0;
        long last = 0;
        do {
            boolean over = done.get();
            try (StoredObject object = bucket.read(NAME).orElseThrow()) {
                Optional<byte[]> content = wholeOrFailure(object);
                if (content.isPresent()) {
                    byte[] whole = content.get();
                    assertThat(Arrays.equals(whole, pattern(whole[0]))).isTrue();
                    assertThat(object.info().size()).isEqualTo(whole.length);
                    assertThat(object.info().generation()).isGreaterThanOrEqualTo(last);
                    last = object.info().generation();
                    count++;
                }
            }
            if (over) {
                return count;
            }
        } while (true);
    }

    /** Content that differs in every byte and in length from that of other seeds. */
    private static byte[] pattern(int seed) {
        byte[] content = new byte[100_000 + seed];
        Arrays.fill(content, (byte) seed);
        return content;
    }

    private static Optional<byte[]> wholeOrFailure(StoredObject object) {
        try {
            return Optional.of(object.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private byte[] content(String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow()) {
            return object.readAllBytes();
        }
    }
}
