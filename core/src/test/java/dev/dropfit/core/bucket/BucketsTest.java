package dev.dropfit.core.bucket;

import static dev.dropfit.core.bucket.BucketTesting.bytes;
import static dev.dropfit.core.bucket.BucketTesting.content;
import static dev.dropfit.core.bucket.BucketTesting.inParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketsTest {
    @TempDir
    private Path folder;

    @Test
    void aFileUrlOpensAFolderAndCreatesIt() throws IOException {
        String url = folder.toUri() + "my/data";

        try (Bucket bucket = Buckets.open(url)) {
            bucket.write("m/dataset.csv", bytes("a"), Bucket.ABSENT);

            assertThat(bucket.url()).isEqualTo(url);
        }
        assertThat(folder.resolve("my/data/m/dataset.csv")).hasContent("a");
    }

    @Test
    void aFileUrlMayBePercentEncoded() throws IOException {
        try (Bucket bucket = Buckets.open(folder.toUri() + "gr%C3%B6n%20100%25")) {
            bucket.write("a", bytes("a"), Bucket.ABSENT);
        }

        assertThat(folder.resolve("grön 100%/a")).hasContent("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data",
                "/tmp/data",
                "s3://data",
                "gs://",
                "gs://Data",
                "gs://data/folder",
                "file://host/data",
                "file:data",
                "file:///a?b",
                "file:///a b"
            })
    void otherUrlsAreRejected(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buckets.open(url))
                .withMessage("'" + url + "' is not a bucket URL; accepted are gs://name and file:///absolute/path");
    }

    @Test
    void aFolderThatCanNotBeCreatedIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatIOException()
                .isThrownBy(() -> Buckets.open(file.toUri().toString()))
                .withMessage("The folder " + file + " can't be created or written to: FileAlreadyExists, " + file);
    }

    @Test
    void aFolderNeedsNoClassOfGoogle() throws Exception {
        URL[] core = {Buckets.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader alone = new URLClassLoader(core, ClassLoader.getPlatformClassLoader())) {
            Object bucket = alone.loadClass(Buckets.class.getName())
                    .getMethod("open", String.class)
                    .invoke(null, folder.toUri().toString());

            assertThat(bucket.getClass().getClassLoader()).isSameAs(alone);
        }
    }

    @Test
    void classLoadersShareAFolder() throws Exception {
        URL[] core = {Buckets.class.getProtectionDomain().getCodeSource().getLocation()};
        try (Bucket ours = Buckets.open(folder.toUri().toString());
                URLClassLoader alone = new URLClassLoader(core, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass(Bucket.class.getName());
            Object theirs = alone.loadClass(Buckets.class.getName())
                    .getMethod("open", String.class)
                    .invoke(null, folder.toUri().toString());

            inParallel(2, thread -> {
                for (int i = 0; i < 50; i++) {
                    if (thread == 0) {
                        ours.write("ours/" + i, bytes("o"), Bucket.ABSENT);
                    } else {
                        type.getMethod("write", String.class, byte[].class, long.class)
                                .invoke(theirs, "theirs/" + i, bytes("t"), Bucket.ABSENT);
                    }
                }
                return thread;
            });

            assertThat(ours.list(""))
                    .hasSize(100)
                    .extracting(ObjectInfo::generation)
                    .doesNotHaveDuplicates();
            assertThat(content(ours, "theirs/49")).isEqualTo("t");
        }
    }
}
