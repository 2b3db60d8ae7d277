package dev.dropfit.deploy;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** The committed list of known vulnerabilities, {@code deploy/known-vulnerabilities.json}. */
record KnownVulnerabilities(String date, String source, List<Advisory> advisories) {
    /** A vulnerability of a library, named {@code group:artifact}. */
    record Advisory(String artifact, String id, List<String> aliases, String summary, List<Range> affected) {
        private boolean concerns(Part part) {
            int colon = artifact.indexOf(':');
            return part.isSameLibrary(artifact.substring(0, colon), artifact.substring(colon + 1))
                    && affected.stream().anyMatch(range -> range.contains(part.version()));
        }
    }

    /** Versions from the first one to the fixed one, which is not included; an empty one means that there is no fix. */
    record Range(String introduced, String fixed) {
        private boolean contains(String version) {
            ComparableVersion here = new ComparableVersion(version);
            return here.compareTo(new ComparableVersion(introduced)) >= 0
                    && (fixed.isEmpty() || here.compareTo(new ComparableVersion(fixed)) < 0);
        }
    }

    static KnownVulnerabilities read(Path file) throws IOException {
        return new Gson().fromJson(Files.readString(file), KnownVulnerabilities.class);
    }

    /** One line for each vulnerability of these parts: what it is and what to do. */
    List<String> in(List<Part> parts) {
        return parts.stream()
                .flatMap(part -> advisories.stream()
                        .filter(advisory -> advisory.concerns(part))
                        .map(advisory -> part + " has " + advisory.id() + " " + advisory.aliases() + ": "
                                + advisory.summary() + "; affected are " + advisory.affected()))
                .toList();
    }
}
