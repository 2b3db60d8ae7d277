package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer in a process of its own is killed at random moments. */
final class DirectoryBucketCrashTest {
    private static final int KILLS = 20;

    @Test
    @Tag("slow")
    void aKilledWriterLeavesWholeObjectsAndNoGenerationTwice(@TempDir Path root) throws Exception {
        String url = root.toUri().toString();
        Random moments = new Random(20);
        Map<String, String> contents = new HashMap<>(); // By name and generation.
        Map<String, Long> highest = new HashMap<>();

        for (int kill = 0; kill < KILLS; kill++) {
            for (String line : linesOfAWriterKilledAfter(1 + moments.nextInt(40), url, kill)) {
                String[] fields = line.split(" ", -1);
                assertNew(contents, fields[0] + " " + fields[1], fields[2]);
                highest.merge(fields[0], Long.valueOf(fields[1]), Math::max);
            }

            try (Bucket bucket = Buckets.open(url)) {
                List<ObjectInfo> objects = bucket.list("");
                for (ObjectInfo object : objects) {
                    String content = wholeContent(bucket, object);
                    assertNew(contents, object.name() + " " + object.generation(), content);
                    assertThat(object.generation()).isGreaterThanOrEqualTo(highest.getOrDefault(object.name(), 0L));
                    highest.put(object.name(), object.generation());
                }
                assertThat(bucket.list("")).isEqualTo(objects);
            }
        }

        assertThat(contents).hasSizeGreaterThan(KILLS);
    }

    private static void assertNew(Map<String, String> contents, String generation, String content) {
        assertThat(contents.merge(generation, content, (known, now) -> known))
                .as(generation)
                .isEqualTo(content);
    }

    /** An object holds one line over and over, and that line. */
    private static String wholeContent(Bucket bucket, ObjectInfo object) throws IOException {
        try (StoredObject read = bucket.read(object.name(), object.generation()).orElseThrow()) {
            String content = new String(read.readAllBytes(), UTF_8);
            String line = content.lines().findFirst().orElseThrow();
            assertThat(content).isEqualTo(Writer.content(line));
            return line;
        }
    }

    private static List<String> linesOfAWriterKilledAfter(int writes, String url, int run) throws Exception {
        String classes = folder(Bucket.class) + File.pathSeparator + folder(Writer.class);
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        classes,
                        Writer.class.getName(),
                        url,
                        Integer.toString(run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = writer.inputReader(UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            List<String> read = new ArrayList<>();
            for (int i = 0; i < writes; i++) {
                read.add(output.readLine());
            }
            writer.toHandle().destroyForcibly(); // Process.destroyForcibly would close its output too.
            String lines = output.lines().map(line -> line + "\n").collect(Collectors.joining());
            // The last line may be truncated.
            lines.lines().filter(line -> line.endsWith(" .")).forEach(read::add);
            return read;
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static Path folder(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The process to kill: writes, overwrites and deletes objects, and prints what it has written. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Random random = new Random(Long.parseLong(arguments[1]));
            try (Bucket bucket = Buckets.open(arguments[0])) {
                System.out.println("ready");
                for (int i = 0; true; i++) {
                    String name = "m" + random.nextInt(3) + "/object";
                    long present = bucket.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
                    if (random.nextInt(5) == 0) {
                        bucket.delete(name, present);
                    } else {
                        String line = "run-" + arguments[1] + "-write-" + i;
                        ObjectInfo written = bucket.write(name, content(line).getBytes(UTF_8), present);
                        System.out.println(name + " " + written.generation() + " " + line + " .");
                    }
                }
            }
        }

        static String content(String line) {
            String[] lines = new String[2_000];
            Arrays.fill(lines, line);
            return String.join("\n", lines) + "\n";
        }
    }
}
