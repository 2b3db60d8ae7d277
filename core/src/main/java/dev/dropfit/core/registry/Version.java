package dev.dropfit.core.registry;

import dev.dropfit.core.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a run: the time at which its newest input was created, then a digest of its inputs. The same inputs and the same
 * code give the same version; versions sort by time.
 *
 * @param value {@code yyyyMMdd'T'HHmmss'Z'-} and 8 hexadecimal digits
 */
public record Version(String value) implements Comparable<Version> {
    private static final Pattern ACCEPTED = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** @throws IllegalArgumentException when the text is no version */
    public Version {
        if (!ACCEPTED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + Text.truncate(value, 80) + "' is no version; accepted is one like 20261122T084133Z-1f0c2a9b");
        }
    }

    /**
     * The version of a run.
     *
     * @param newest when the newest of the inputs was created
     * @param inputs what went into the run, in a fixed order
     */
    public static Version of(Instant newest, String... inputs) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", inputs).getBytes(StandardCharsets.UTF_8));
            return new Version(TIME.format(newest) + "-" + HexFormat.of().formatHex(digest, 0, 4));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The version, if the text is one. */
    public static Optional<Version> parse(String text) {
        return ACCEPTED.matcher(text).matches() ? Optional.of(new Version(text)) : Optional.empty();
    }

    /** When the newest input was created, in whole seconds. */
    public Instant time() {
        return Instant.from(TIME.parse(value.substring(0, 16)));
    }

    @Override
    public int compareTo(Version other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
