package dev.dropfit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the deployed jars contain, and what they must not contain. */
final class FunctionJarsTest {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|DSA|RSA|EC)");

    /** Woodstox contains these under changed package names. */
    private static final Set<String> INSIDE_WOODSTOX =
            Set.of("net.java.dev.msv:xsdlib:", "com.sun.xml.bind.jaxb:isorelax:");

    @ParameterizedTest
    @CsvSource({"predictor, 32", "trainer, 40", "monitor, 32"})
    void aJarHasAtMostItsMaximumSize(FunctionJar jar, long megabytes) throws IOException {
        assertThat(jar.bytes()).isLessThanOrEqualTo(megabytes * 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void noEntryIsDuplicated(FunctionJar jar) throws IOException {
        assertThat(jar.names()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void noJarContainsTestCode(FunctionJar jar) throws IOException {
        assertThat(jar.names())
                .noneMatch(name -> name.startsWith("org/junit/") || name.startsWith("org/assertj/"))
                .noneMatch(name -> name.startsWith("dev/dropfit/") && name.contains("Test"))
                .noneMatch(name -> name.startsWith("dev/dropfit/core/bucket/Fake"))
                .noneMatch(name -> name.startsWith("dev/dropfit/") && name.endsWith(".zip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void noJarContainsClassesOfTheInvoker(FunctionJar jar) throws IOException {
        assertThat(jar.names())
                .noneMatch(name -> name.startsWith("com/google/cloud/functions/") || name.startsWith("io/cloudevents/"))
                .noneMatch(name -> name.startsWith("org/eclipse/jetty/"));
    }

    @Test
    void thePredictorContainsNoTrainingCode() throws IOException {
        assertThat(new FunctionJar("predictor").names())
                .noneMatch(name -> name.startsWith("org/tribuo/") || name.startsWith("dev/dropfit/trainer/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void noJarContainsSignaturesOrIndexesOfItsParts(FunctionJar jar) throws IOException {
        assertThat(jar.names())
                .noneMatch(name -> SIGNATURE.matcher(name).matches())
                .noneMatch(name -> name.endsWith("module-info.class"))
                .doesNotContain("META-INF/INDEX.LIST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void theManifestNamesModuleAndVersion(FunctionJar jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.path().toFile())) {
            var attributes = new Manifest(zip.getInputStream(zip.getEntry("META-INF/MANIFEST.MF"))).getMainAttributes();

            assertThat(attributes.getValue("Implementation-Title")).isEqualTo("Dropfit " + jar.module());
            assertThat(attributes.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(attributes.getValue("Multi-Release")).isEqualTo("true");
            assertThat(attributes.getValue("Class-Path")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void everyServiceHasItsClass(FunctionJar jar) throws IOException {
        Set<String> names = new TreeSet<>(jar.names());
        List<String> services = names.stream()
                .filter(name -> name.startsWith("META-INF/services/") && !name.startsWith("META-INF/services/org/"))
                .toList();

        assertThat(services).contains("META-INF/services/com.fasterxml.jackson.core.JsonFactory");
        for (String service : services) {
            assertThat(jar.text(service).lines().map(line -> line.replaceAll("#.*", "")))
                    .as(service)
                    .allMatch(line ->
                            line.isBlank() || names.contains(line.strip().replace('.', '/') + ".class"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void licencesAndNoticesAreIncluded(FunctionJar jar) throws IOException {
        assertThat(jar.text("META-INF/LICENSE")).contains("Apache License", "MIT License", "Oliver Siegmar");
        assertThat(jar.text("META-INF/NOTICE")).contains("Jackson JSON processor", "Apache HttpClient");
        assertThat(jar.text("META-INF/NOTICE.txt")).contains("Apache Commons Codec");
        assertThat(jar.text("META-INF/licenses/Apache-2.0.txt")).contains("Apache License");
        assertThat(jar.text("META-INF/licenses/BSD-3-Clause.txt")).contains("Protocol Buffers", "Redistributions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"predictor", "trainer", "monitor"})
    void everyPartIsListedWithItsLicence(FunctionJar jar) throws IOException {
        List<String> parts = jar.names().stream()
                .filter(name -> name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties"))
                .filter(name -> !name.startsWith("META-INF/maven/dev.dropfit/"))
                .map(name -> name.split("/", -1))
                .map(name -> name[2] + ":" + name[3] + ":")
                .filter(part -> !INSIDE_WOODSTOX.contains(part))
                .toList();

        assertThat(parts).hasSizeGreaterThan(20);
        assertThat(jar.text("META-INF/licenses/THIRD-PARTY.txt"))
                .contains(parts)
                .doesNotContain("Unknown license")
                .doesNotContain("dev.dropfit");
    }
}
