package dev.dropfit.core.registry;

import dev.dropfit.core.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The short names of a model's versions: {@code v1} is the version of the first run, {@code v14} that of the fourteenth. A run gets its
 * number when it ends, before it is recorded, and keeps it: {@link Registry#numbers} has the rules. Thread-safe.
 */
public final class VersionNumbers {
    private static final Pattern NAME = Pattern.compile("[vV]([1-9]\\d{0,8})");
    /** A shorter beginning is more likely a typing error. */
    private static final int MIN_BEGINNING = 4;

    private static final int SHOWN_MATCHES = 5;

    private final List<Version> versions;
    private final Map<Version, Integer> numbers = new HashMap<>();

    /** @param versions in the order of their numbers, the first one is number 1 */
    public VersionNumbers(List<Version> versions) {
        this.versions = List.copyOf(versions);
        for (int i = 0; i < versions.size(); i++) {
            numbers.putIfAbsent(versions.get(i), i + 1);
        }
    }

    /** In the order of their numbers. */
    List<Version> versions() {
        return versions;
    }

    /** Whether a text is a short name, such as {@code v14}. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether this version has a number. */
    public boolean contains(Version version) {
        return numbers.containsKey(version);
    }

    /** The short name, such as {@code v14}; the version itself if it has no number. */
    public String name(Version version) {
        return contains(version) ? "v" + numbers.get(version) : version.value();
    }

    /** The short name of a version in a text; the text if it is no version, or has no number. */
    public String name(String version) {
        return Version.parse(version).map(this::name).orElse(version);
    }

    /**
     * The version that a person means.
     *
     * @param text a short name, a version, or the beginning of only one version
     * @throws UnknownVersionException when it is none of these, in words for that person. A whole version without a number is accepted:
     *     whether it exists is to be seen
     */
    public Version find(String text) throws UnknownVersionException {
        Optional<Version> whole = Version.parse(text);
        if (whole.isPresent()) {
            return whole.get();
        }
        if (NAME.matcher(text).matches()) {
            int number = Integer.parseInt(text.substring(1));
            if (number > versions.size()) {
                throw new UnknownVersionException("there is no version " + text + "; " + accepted());
            }
            return versions.get(number - 1);
        }
        List<Version> matches = text.length() < MIN_BEGINNING
                ? List.of()
                : versions.stream()
                        .filter(version -> version.value().startsWith(text))
                        .toList();
        if (matches.size() > 1) {
            throw new UnknownVersionException("'" + text + "' is the beginning of " + matches.size() + " versions: "
                    + Text.list(matches.stream().map(this::name).toList(), SHOWN_MATCHES) + "; give more of it");
        }
        if (matches.isEmpty()) {
            throw new UnknownVersionException("'" + Text.truncate(text, 80) + "' is no version; " + accepted());
        }
        return matches.get(0);
    }

    private String accepted() {
        String form = "a version like 20261122T084133Z-1f0c2a9b, or its beginning";
        return versions.isEmpty()
                ? "accepted is " + form
                : "accepted is " + (versions.size() == 1 ? "v1" : "v1 to v" + versions.size()) + ", " + form;
    }
}
