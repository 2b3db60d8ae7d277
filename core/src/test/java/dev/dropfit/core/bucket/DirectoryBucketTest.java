package dev.dropfit.core.bucket;

import static dev.dropfit.core.bucket.BucketTesting.bytes;
import static dev.dropfit.core.bucket.BucketTesting.content;
import static dev.dropfit.core.bucket.BucketTesting.inParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryBucketTest extends BucketContract {
    private static final String NAME = "m/dataset.csv";

    @TempDir
    private Path root;

    @Override
    protected Bucket open() throws IOException {
        return open(Clock.systemUTC());
    }

    private Bucket open(Clock clock) throws IOException {
        return new DirectoryBucket(root, clock);
    }

    @Test
    void anObjectIsAPlainFile() throws IOException {
        try (Bucket bucket = open()) {
            bucket.write(NAME, bytes("a,b\n"), Bucket.ABSENT);
        }

        assertThat(root.resolve(NAME)).hasContent("a,b\n");
        assertThat(staged()).isEmpty();
    }

    @Test
    void aFileOfTheUserIsAnObject() throws IOException {
        byHand(NAME, "a,b\n");
        Instant old = Instant.parse("2020-02-02T20:20:02.000002Z");
        Files.setLastModifiedTime(root.resolve(NAME), FileTime.from(old));

        try (Bucket bucket = open()) {
            ObjectInfo found = bucket.find(NAME).orElseThrow();

            assertThat(found.generation()).isPositive();
            // The time at which it was found, so that later generations are never older.
            assertThat(found.created()).isAfter(old);
            assertThat(bucket.find(NAME)).contains(found);
            assertThat(bucket.list("m/")).containsExactly(found);
            assertThat(bucket.folders()).containsExactly("m");
            assertThat(content(bucket, NAME)).isEqualTo("a,b\n");
            bucket.write(NAME, bytes("c,d\n"), found.generation());
        }
    }

    @Test
    void everyChangeByHandIsANewGeneration() throws IOException {
        Path file = root.resolve(NAME);
        List<Long> generations = new ArrayList<>();
        try (Bucket bucket = open()) {
            generations.add(bucket.write(NAME, bytes("written"), Bucket.ABSENT).generation());
            FileTime time = Files.getLastModifiedTime(file);
            List<HandWork> changes = List.of(
                    () -> Files.writeString(file, "content"),
                    () -> Files.writeString(file, "longer content"),
                    () -> {
                        try (RandomAccessFile inPlace = new RandomAccessFile(file.toFile(), "rw")) {
                            inPlace.write('L');
                        }
                        Files.setLastModifiedTime(file, time);
                    },
                    () -> copyKeepingAttributes(file, byHand("other/1", "another content")),
                    () -> copyKeepingAttributes(file, byHand("other/1", "ANOTHER CONTENT")),
                    () -> Files.move(byHand("other/2", "moved"), file, StandardCopyOption.REPLACE_EXISTING),
                    () -> {
                        Files.move(file, root.resolve("other/3"));
                        Files.move(root.resolve("other/3"), file);
                    },
                    () -> {
                        Files.delete(file);
                        assertThat(bucket.find(NAME)).isEmpty();
                        Files.writeString(file, "moved");
                    });
            for (HandWork change : changes) {
                change.doIt();
                ObjectInfo found = bucket.find(NAME).orElseThrow();
                generations.add(found.generation());
                assertThat(bucket.find(NAME)).contains(found);
                assertThat(content(bucket, NAME)).isEqualTo(Files.readString(file));
            }
        }

        assertThat(generations).hasSize(9).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aChangeByHandIsNotOverwritten() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo written = bucket.write(NAME, bytes("written"), Bucket.ABSENT);
            Files.writeString(root.resolve(NAME), "by hand");

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> bucket.write(NAME, bytes("again"), written.generation()));
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> bucket.delete(NAME, written.generation()));
            assertThat(bucket.read(NAME, written.generation())).isEmpty();
            assertThat(content(bucket, NAME)).isEqualTo("by hand");
        }
    }

    @Test
    void generationsIncreaseWhenTheClockIsSetBack() throws IOException {
        Instant now = Instant.now();
        List<Long> generations = new ArrayList<>();
        for (int hour = 0; hour < 4; hour++) {
            Clock clock = Clock.fixed(now.minus(hour, ChronoUnit.HOURS), ZoneOffset.UTC);
            try (Bucket bucket = open(clock)) {
                ObjectInfo first = bucket.write(NAME, bytes("first"), Bucket.ABSENT);
                ObjectInfo second = bucket.write(NAME, bytes("second"), first.generation());
                bucket.delete(NAME, second.generation());
                generations.addAll(List.of(first.generation(), second.generation()));
                assertThat(second.created()).isAfter(first.created());
            }
        }

        assertThat(generations).hasSize(8).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void generationsIncreaseWhenTheHiddenFolderIsDeleted() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo before = bucket.write(NAME, bytes("content"), Bucket.ABSENT);
            Files.move(root.resolve(".dropfit"), root.resolve("lost"));

            try (Bucket restarted = open()) {
                ObjectInfo after = restarted.find(NAME).orElseThrow();
                assertThat(after.generation()).isGreaterThan(before.generation());
                restarted.write(NAME, bytes("next"), after.generation());
            }
        }
    }

    @Test
    void aDamagedHighestGenerationIsReported() throws IOException {
        try (Bucket bucket = open()) {
            Path mark = Files.writeString(root.resolve(".dropfit/mark"), "12x\n");

            assertThatIOException()
                    .isThrownBy(() -> bucket.write(NAME, bytes("content"), Bucket.ABSENT))
                    .withMessage("The file " + mark
                            + " is damaged; it must contain one number, the highest generation so far");
        }
    }

    @Test
    void aDamagedStampOnlyCausesANewGeneration() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo before = bucket.write(NAME, bytes("content"), Bucket.ABSENT);
            try (Stream<Path> stamps = Files.list(root.resolve(".dropfit/known"))) {
                Path stamp = stamps.findFirst().orElseThrow();
                String line = Files.readString(stamp);
                Files.writeString(stamp, line.substring(0, line.length() - 1));
            }

            assertThat(bucket.find(NAME).orElseThrow().generation()).isGreaterThan(before.generation());
            assertThat(content(bucket, NAME)).isEqualTo("content");
        }
    }

    @Test
    void aWriterThatCrashedBeforeItsStampLeavesAWholeObject() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo before = bucket.write(NAME, bytes("before"), Bucket.ABSENT);
            Files.move(byHand("staged", "after"), root.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);

            ObjectInfo after = bucket.find(NAME).orElseThrow();
            assertThat(after.generation()).isGreaterThan(before.generation());
            assertThat(content(bucket, NAME)).isEqualTo("after");
        }
    }

    @Test
    void anOpenObjectStaysWholeWhenItIsReplacedOrDeleted() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo first = bucket.write(NAME, large('1'), Bucket.ABSENT);
            try (StoredObject read = bucket.read(NAME).orElseThrow()) {
                assertThat(read.content().readNBytes(10)).containsOnly('1');
                ObjectInfo second = bucket.write(NAME, large('2'), first.generation());
                bucket.delete(NAME, second.generation());

                assertThat(read.readAllBytes()).hasSize(999_990).containsOnly('1');
            }
        }
    }

    @Test
    void contentModifiedInPlaceDuringAReadFails() throws IOException {
        for (boolean written : List.of(true, false)) {
            Path file = root.resolve(NAME);
            try (Bucket bucket = open()) {
                if (written) {
                    bucket.write(NAME, large('1'), Bucket.ABSENT);
                } else {
                    Files.write(file, large('1'));
                }
                try (StoredObject read = bucket.read(NAME).orElseThrow()) {
                    assertThat(read.content().readNBytes(10)).containsOnly('1');
                    Files.write(file, large('2'));

                    assertThatExceptionOfType(StorageUnavailableException.class)
                            .isThrownBy(read::readAllBytes)
                            .withMessage("Object m/dataset.csv was changed while it was read");
                }
            }
        }
    }

    @Test
    void contentThatShrinksOrGrowsDuringAReadFails() throws IOException {
        for (int size : new int[] {100, 1_000_001}) {
            byHand(NAME, "1".repeat(1_000_000));
            try (Bucket bucket = open();
                    StoredObject read = bucket.read(NAME).orElseThrow()) {
                assertThat(read.content().readNBytes(50)).containsOnly('1');
                Files.writeString(root.resolve(NAME), "1".repeat(size));

                assertThatExceptionOfType(StorageUnavailableException.class)
                        .isThrownBy(read::readAllBytes)
                        .withMessageContaining("was changed while it was read");
            }
        }
    }

    @Test
    @Tag("slow")
    void aReaderDuringManualCopiesSeesOneWholeContentOrFails() throws Exception {
        Path file = byHand(NAME, "0".repeat(500_000));
        int wholes = 0;
        try (Bucket bucket = open()) {
            for (int round = 0; round < 60; round++) {
                char digit = (char) ('0' + round % 10);
                List<Integer> whole = inParallel(2, thread -> {
                    if (thread == 0) {
                        Files.writeString(file, String.valueOf(digit).repeat(500_000));
                        return 0;
                    }
                    try (StoredObject read = bucket.read(NAME).orElseThrow()) {
                        byte[] content = read.readAllBytes();
                        assertThat(content).hasSize((int) read.info().size());
                        if (content.length > 0) {
                            assertThat(content).containsOnly(content[0]);
                        }
                        return 1;
                    } catch (StorageUnavailableException e) {
                        return 0;
                    }
                });
                wholes += whole.get(1);
            }
            assertThat(content(bucket, NAME)).hasSize(500_000);
        }
        assertThat(wholes).isPositive();
    }

    @Test
    void symbolicLinksAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createDirectories(root.resolve("m"));
        Files.createSymbolicLink(root.resolve("linked"), elsewhere);
        Files.createSymbolicLink(root.resolve("m/linked"), elsewhere.resolve("secret"));

        try (Bucket bucket = open()) {
            assertThat(bucket.list("")).isEmpty();
            assertThat(bucket.list("linked/")).isEmpty();
            assertThat(bucket.folders()).isEmpty();
            for (String name : List.of("linked/secret", "m/linked")) {
                assertThat(bucket.find(name)).isEmpty();
                assertThat(bucket.read(name)).isEmpty();
                bucket.delete(name, Bucket.ABSENT);
                assertThatIOException()
                        .isThrownBy(() -> bucket.write(name, bytes("overwritten"), Bucket.ABSENT))
                        .withMessageStartingWith("Can't write object " + name + ": its path contains a symbolic link");
            }
        }
        assertThat(elsewhere.resolve("secret")).hasContent("secret");
    }

    @Test
    void whatTheBucketKeepsForItselfIsNotBehindASymbolicLink(@TempDir Path elsewhere) throws IOException {
        Path linked = Files.createDirectories(elsewhere.resolve("linked"));
        Path bucket = Files.createDirectories(elsewhere.resolve("bucket"));
        Files.createSymbolicLink(bucket.resolve(".dropfit"), linked);

        assertThatIOException()
                .isThrownBy(() -> Buckets.open(bucket.toUri().toString()))
                .withMessageContaining(".dropfit is a symbolic link");
        assertThat(linked).isEmptyDirectory();
    }

    @Test
    void theRootItselfMayBeASymbolicLink(@TempDir Path elsewhere) throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root);

        try (Bucket bucket = Buckets.open(link.toUri().toString())) {
            ObjectInfo written = bucket.write(NAME, bytes("content"), Bucket.ABSENT);
            assertThat(bucket.list("m/")).containsExactly(written);
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void filesWithInvalidNamesAreNotListed() throws IOException {
        for (String name : List.of("a b", ".hidden", "m/ä", "m/.data.csv.swp", "ö/x", ".x/y", "empty/.keep")) {
            byHand(name, "x");
        }
        byHand("fits/x", "x");
        byHand("deep/er/x", "x");

        try (Bucket bucket = open()) {
            assertThat(bucket.list("")).extracting(ObjectInfo::name).containsExactly("deep/er/x", "fits/x");
            assertThat(bucket.folders()).containsExactly("deep", "fits");
        }
    }

    @Test
    void anObjectCanNotBeAFolderToo() throws IOException {
        try (Bucket bucket = open()) {
            bucket.write("a", bytes("x"), Bucket.ABSENT);
            bucket.write("b/c", bytes("x"), Bucket.ABSENT);

            assertThat(bucket.find("a/b")).isEmpty();
            assertThatIOException()
                    .isThrownBy(() -> bucket.write("a/b", bytes("x"), Bucket.ABSENT))
                    .withMessageStartingWith("Can't write object a/b in ");
            assertThatIOException()
                    .isThrownBy(() -> bucket.write("b", bytes("x"), Bucket.ABSENT))
                    .withMessageStartingWith("Can't write object b in ");
        }
    }

    @Test
    void anObjectMayBecomeAFolderWhenItIsDeleted() throws IOException {
        try (Bucket bucket = open()) {
            ObjectInfo object = bucket.write("a", bytes("x"), Bucket.ABSENT);
            bucket.delete("a", object.generation());

            ObjectInfo inner = bucket.write("a/b", bytes("x"), Bucket.ABSENT);

            assertThat(bucket.list("")).containsExactly(inner);
        }
    }

    @Test
    void filesOfACrashedWriterAreDeletedAfterAnHour() throws IOException {
        open().close();
        Path old = byHand(".dropfit/new/old", "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        Path recent = byHand(".dropfit/new/recent", "half");

        open().close();

        assertThat(staged()).containsExactly(recent);
    }

    @Test
    void aRejectedWriteLeavesNoFiles() throws Exception {
        try (Bucket bucket = open()) {
            inParallel(8, thread -> {
                try {
                    bucket.write(NAME, bytes("one of eight"), Bucket.ABSENT);
                } catch (PreconditionFailedException e) {
                    assertThat(e.name()).isEqualTo(NAME);
                }
                return thread;
            });
        }

        assertThat(staged()).isEmpty();
    }

    @Test
    @Tag("slow")
    void tenThousandFilesOfTheUserAreListed() throws IOException {
        Files.createDirectories(root.resolve("m/metrics"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(root.resolve("m/metrics/" + i));
        }

        try (Bucket bucket = open()) {
            List<ObjectInfo> first = bucket.list("m/metrics/");

            assertThat(first).hasSize(10_000).extracting(ObjectInfo::generation).doesNotHaveDuplicates();
            assertThat(bucket.list("")).isEqualTo(first);
        }
    }

    @Test
    void listingAPrefixReadsNoOtherFolder() throws IOException {
        byHand("m/metrics/1", "x");
        Path other = byHand("m/models/1", "x").resolveSibling("");
        // On a file system without access times this test can't fail.
        Object untouched = Files.getAttribute(other, "lastAccessTime");

        try (Bucket bucket = open()) {
            assertThat(bucket.list("m/metrics/")).hasSize(1);
            assertThat(bucket.list("m/me")).hasSize(1);
        }

        assertThat(Files.getAttribute(other, "lastAccessTime")).isEqualTo(untouched);
    }

    /** Something that a user does to the files. */
    @FunctionalInterface
    private interface HandWork {
        void doIt() throws IOException;
    }

    private Path byHand(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, content);
    }

    /** Like {@code cp -p}: overwrites in place and sets the time back. */
    private static void copyKeepingAttributes(Path target, Path source) throws IOException {
        Files.write(target, Files.readAllBytes(source));
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(source, LinkOption.NOFOLLOW_LINKS));
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> staged = Files.list(root.resolve(".dropfit/new"))) {
            return staged.toList();
        }
    }

    private static byte[] large(char digit) {
        byte[] content = new byte[1_000_000];
        Arrays.fill(content, (byte) digit);
        return content;
    }
}
