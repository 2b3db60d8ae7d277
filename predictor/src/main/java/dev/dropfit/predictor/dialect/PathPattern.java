package dev.dropfit.predictor.dialect;

import dev.dropfit.predictor.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path such as {@code /v1/models/{model}:predict}, prepared for matching. Immutable. */
final class PathPattern {
    private static final String MODEL = "{model}";
    private static final String VERSION = "{version}";

    /** The text of each segment; null for a variable. */
    private final @Nullable String[] literals;

    private final int model;
    private final int version;
    /** What follows the variable in the last segment. */
    private final String suffix;

    PathPattern(String path) {
        List<String> segments = Request.segments(path);
        literals = new String[segments.size()];
        int modelIndex = -1;
        int versionIndex = -1;
        String last = "";
        for (int i = 0; i < literals.length; i++) {
            String segment = segments.get(i);
            if (segment.startsWith(MODEL)) {
                modelIndex = i;
                last = segment.substring(MODEL.length());
            } else if (segment.startsWith(VERSION)) {
                versionIndex = i;
                last = segment.substring(VERSION.length());
            } else {
                literals[i] = segment;
                last = "";
            }
        }
        model = modelIndex;
        version = versionIndex;
        suffix = last;
    }

    boolean matches(List<String> path) {
        int length = literals.length;
        if (path.size() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            String literal = literals[i];
            String segment = path.get(i);
            if (literal == null ? !isName(segment, i == length - 1 ? suffix : "") : !literal.equals(segment)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a segment is a variable's value and this suffix. No name of a model or a version has a point or a colon. */
    private static boolean isName(String segment, String suffix) {
        int end = segment.length() - suffix.length();
        if (end <= 0 || !segment.endsWith(suffix) || segment.indexOf('.') >= 0) {
            return false;
        }
        int colon = segment.indexOf(':');
        return colon < 0 || colon == end;
    }

    /** The first segment, null for a variable and for the root. */
    @Nullable
    String first() {
        return literals.length == 0 ? null : literals[0];
    }

    /** The last segment, null for a variable and for the root. */
    @Nullable
    String last() {
        return literals.length == 0 ? null : literals[literals.length - 1];
    }

    /** The model's name in a path that matches; null when there is none. */
    @Nullable
    String model(List<String> path) {
        return value(path, model);
    }

    /** The version in a path that matches; null when there is none. */
    @Nullable
    String version(List<String> path) {
        return value(path, version);
    }

    private @Nullable String value(List<String> path, int index) {
        if (index < 0) {
            return null;
        }
        String segment = path.get(index);
        return index == literals.length - 1 ? segment.substring(0, segment.length() - suffix.length()) : segment;
    }
}
