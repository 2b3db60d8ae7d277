package dev.dropfit.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A digest of the code that is running: of the names and checksums of all files of Dropfit in the jars or folders that some classes come
 * from. The same code has the same revision wherever and whenever it was built: as folders, as a jar for each module, or as one jar with
 * everything it needs. No version control system is needed.
 */
final class BuildRevision {
    /** Anything else in a jar is a dependency, or describes the build, as the manifest does. */
    private static final String OURS = "dev/dropfit/";

    private BuildRevision() {}

    /** The revision of the code that these classes come from, 16 hexadecimal digits. */
    static String of(Class<?>... classes) {
        TreeMap<String, Long> checksums = new TreeMap<>();
        try {
            for (Class<?> type : classes) {
                CodeSource source = type.getProtectionDomain().getCodeSource();
                if (source == null) {
                    throw new IllegalStateException("The code of " + type + " comes from nowhere");
                }
                Path place = Path.of(source.getLocation().toURI());
                if (Files.isDirectory(place)) {
                    addFolder(place, checksums);
                } else {
                    addJar(place, checksums);
                }
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            checksums.forEach((name, checksum) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, checksum));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The checksums are in the jar's directory: nothing is unpacked. */
    private static void addJar(Path jar, Map<String, Long> checksums) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().filter(entry -> !entry.isDirectory()).toList();
            for (ZipEntry entry : entries) {
                if (entry.getName().startsWith(OURS)) {
                    checksums.put(entry.getName(), entry.getCrc());
                }
            }
        }
    }

    private static void addFolder(Path folder, Map<String, Long> checksums) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CRC32 checksum = new CRC32();
                checksum.update(Files.readAllBytes(file));
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (name.startsWith(OURS)) {
                    checksums.put(name, checksum.getValue());
                }
            }
        }
    }
}
