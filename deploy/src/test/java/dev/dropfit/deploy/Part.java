package dev.dropfit.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A library inside a jar.
 *
 * @param group its group; empty where only the name of the jar is known
 */
record Part(String group, String artifact, String version) implements Comparable<Part> {
    private static final Pattern LISTED = Pattern.compile("\\(([\\w.-]+):([\\w.-]+):([^\\s:]+) - ");
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

    /** The parts of a fat jar: its descriptions by Maven and its list of licences. Libraries that Maven did not build have only the latter. */
    static List<Part> of(Path jar) throws IOException {
        TreeSet<Part> parts = new TreeSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().startsWith("META-INF/maven/")
                        && entry.getName().endsWith("/pom.properties")) {
                    parts.add(described(zip.getInputStream(entry)));
                } else if (entry.getName().equals("META-INF/licenses/THIRD-PARTY.txt")) {
                    Matcher listed = LISTED.matcher(
                            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                    while (listed.find()) {
                        parts.add(new Part(listed.group(1), listed.group(2), listed.group(3)));
                    }
                }
            }
        }
        Matcher name = JAR.matcher(String.valueOf(jar.getFileName()));
        if (name.matches() && parts.stream().noneMatch(part -> part.artifact.equals(name.group(1)))) {
            parts.add(new Part("", name.group(1), name.group(2)));
        }
        return List.copyOf(parts);
    }

    /** The parts on the class path of a jar that are used: of a library that is there twice, the first one. */
    static List<Part> onClassPathOf(Path jar) throws IOException {
        String classPath;
        try (JarFile file = new JarFile(jar.toFile())) {
            classPath = file.getManifest().getMainAttributes().getValue("Class-Path");
        }
        List<Part> used = new ArrayList<>();
        for (String entry : classPath.split(" ", -1)) {
            for (Part part : of(jar.resolveSibling(entry))) {
                if (used.stream().noneMatch(earlier -> earlier.isSameLibrary(part.group, part.artifact))) {
                    used.add(part);
                }
            }
        }
        return used;
    }

    private static Part described(InputStream description) throws IOException {
        Properties properties = new Properties();
        try (description) {
            properties.load(description);
        }
        return new Part(
                properties.getProperty("groupId", ""),
                properties.getProperty("artifactId", ""),
                properties.getProperty("version", ""));
    }

    boolean isSameLibrary(String otherGroup, String otherArtifact) {
        return artifact.equals(otherArtifact) && (group.equals(otherGroup) || group.isEmpty() || otherGroup.isEmpty());
    }

    @Override
    public int compareTo(Part other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
