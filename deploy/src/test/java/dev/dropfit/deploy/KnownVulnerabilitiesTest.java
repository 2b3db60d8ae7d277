package dev.dropfit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No jar that runs contains a library with a known vulnerability. */
final class KnownVulnerabilitiesTest {
    private static KnownVulnerabilities known() throws IOException {
        return KnownVulnerabilities.read(Path.of("known-vulnerabilities.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void noFunctionHasAKnownVulnerability(FunctionJar jar) throws IOException {
        List<Part> parts = Part.of(jar.path());

        assertThat(parts)
                .extracting(Part::artifact)
                .contains("gson", "jackson-core", "protobuf-java", "opentelemetry-api");
        assertThat(known().in(parts)).isEmpty();
    }

    @Test
    void theCommandHasNoKnownVulnerability() throws IOException {
        List<Part> parts = Part.onClassPathOf(
                Path.of("..", "cli", "target", "dropfit.jar").toAbsolutePath().normalize());

        assertThat(parts).extracting(Part::artifact).contains("gson", "jetty-http", "cloudevents-core", "picocli");
        assertThat(known().in(parts)).isEmpty();
    }

    @Test
    void theListHasADateAndWellFormedRanges() throws IOException {
        assertThat(known().date()).matches("20\\d\\d-\\d\\d-\\d\\d");
        assertThat(known().advisories()).isNotEmpty().allSatisfy(advisory -> {
            assertThat(advisory.artifact()).matches("[\\w.-]+:[\\w.-]+");
            assertThat(advisory.id()).matches("(GHSA|CVE)-[\\w-]+");
            assertThat(advisory.affected()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"12.1.3, true", "12.1.6, true", "12.1.13, false", "12.0.32, true", "12.0.39, false", "11.0.20, false"})
    void aVersionIsAffectedWithinARange(String version, boolean affected) throws IOException {
        assertThat(known().in(List.of(new Part("org.eclipse.jetty", "jetty-http", version)))
                        .isEmpty())
                .isEqualTo(!affected);
    }

    @Test
    void aLibraryInsideAFatJarIsFound(@TempDir Path folder) throws IOException {
        Path fat = jar(
                folder.resolve("fat.jar"),
                "",
                Map.of(
                        "META-INF/maven/org.eclipse.jetty/jetty-http/pom.properties",
                        "groupId=org.eclipse.jetty\nartifactId=jetty-http\nversion=12.1.3\n",
                        "META-INF/licenses/THIRD-PARTY.txt",
                        " (Apache) Lang (org.apache.commons:commons-lang3:3.12.0 - https://example)\n"));

        assertThat(known().in(Part.of(fat)))
                .anyMatch(line ->
                        line.startsWith("org.eclipse.jetty:jetty-http:12.1.3 has GHSA-355h-qmc2-wpwf [CVE-2026-2332]"))
                .anyMatch(line -> line.startsWith("org.apache.commons:commons-lang3:3.12.0 has GHSA-j288-q9x7-2f5v"));
    }

    @Test
    void ofALibraryThatIsThereTwiceTheFirstOneCounts(@TempDir Path folder) throws IOException {
        String old = "groupId=org.eclipse.jetty\nartifactId=jetty-http\nversion=12.1.3\n";
        jar(
                folder.resolve("invoker.jar"),
                "",
                Map.of("META-INF/maven/org.eclipse.jetty/jetty-http/pom.properties", old));
        jar(folder.resolve("jetty-http-12.1.13.jar"), "", Map.of());

        assertThat(known().in(Part.onClassPathOf(
                        jar(folder.resolve("good.jar"), "jetty-http-12.1.13.jar invoker.jar", Map.of()))))
                .isEmpty();
        assertThat(known().in(Part.onClassPathOf(
                        jar(folder.resolve("bad.jar"), "invoker.jar jetty-http-12.1.13.jar", Map.of()))))
                .isNotEmpty();
    }

    private static Path jar(Path path, String classPath, Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream file = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return path;
    }
}
