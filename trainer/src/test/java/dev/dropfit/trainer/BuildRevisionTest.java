package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildRevisionTest {
    private static final List<Class<?>> CODE = List.of(TrainFunction.class, Registry.class);

    @TempDir
    private Path folder;

    @Test
    void theSameCodeHasTheSameRevisionInOneJarWithAllThatItNeeds() throws Exception {
        Map<String, byte[]> files = code();
        files.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
        files.put("org/example/Dependency.class", new byte[] {1});

        assertThat(revision(jar("function.jar", files)))
                .isEqualTo(BuildRevision.of(CODE.toArray(Class<?>[]::new)))
                .matches("[0-9a-f]{16}");
    }

    @Test
    void otherCodeHasAnotherRevision() throws Exception {
        Map<String, byte[]> files = code();
        files.put("dev/dropfit/trainer/Added.class", new byte[] {1});

        assertThat(revision(jar("function.jar", files))).isNotEqualTo(BuildRevision.of(CODE.toArray(Class<?>[]::new)));
    }

    private static String revision(Path jar) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            // A class that needs no other to be loaded; both would come from this jar.
            return BuildRevision.of(loader.loadClass("dev.dropfit.core.registry.Version"));
        }
    }

    /** All that is in the places where the code comes from. */
    private static Map<String, byte[]> code() throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        for (Class<?> type : CODE) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                try (var found = Files.walk(place)) {
                    for (Path file : found.filter(Files::isRegularFile).toList()) {
                        files.put(place.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                    }
                }
            } else {
                try (JarFile jar = new JarFile(place.toFile())) {
                    for (JarEntry entry :
                            jar.stream().filter(e -> !e.isDirectory()).toList()) {
                        files.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
                    }
                }
            }
        }
        return files;
    }

    private Path jar(String name, Map<String, byte[]> files) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new JarEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return jar;
    }
}
