package dev.dropfit.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jar that is deployed for a module. */
record FunctionJar(String module) {
    Path path() {
        return Path.of("..", module, "target", "function.jar").toAbsolutePath().normalize();
    }

    long bytes() throws IOException {
        return Files.size(path());
    }

    /** The names of all entries in the order of the jar, duplicates included. */
    List<String> names() throws IOException {
        try (ZipFile zip = new ZipFile(path().toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    String text(String name) throws IOException {
        try (ZipFile zip = new ZipFile(path().toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new AssertionError("There is no " + name + " in " + path());
            }
            return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
