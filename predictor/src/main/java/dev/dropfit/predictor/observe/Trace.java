package dev.dropfit.predictor.observe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of.
 *
 * @param id 32 hexadecimal digits
 * @param span 16 hexadecimal digits
 * @param sampled whether it is recorded
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 * @see <a href="https://cloud.google.com/trace/docs/trace-context">Google Cloud's older header</a>
 */
record Trace(String id, String span, boolean sampled) {
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");
    private static final Pattern CLOUD_TRACE = Pattern.compile("([0-9a-fA-F]{32})/(\\d{1,20})(?:;o=(\\d))?");

    /**
     * The trace that the headers name; empty when they name none.
     *
     * @param traceParent the header of Trace Context
     * @param cloudTrace the header {@code X-Cloud-Trace-Context}, where there is no other
     */
    static Optional<Trace> of(Optional<String> traceParent, Optional<String> cloudTrace) {
        return traceParent.flatMap(Trace::ofTraceParent).or(() -> cloudTrace.flatMap(Trace::ofCloudTrace));
    }

    private static Optional<Trace> ofTraceParent(String header) {
        Matcher matcher = TRACE_PARENT.matcher(header.strip());
        return matcher.matches()
                ? Optional.of(new Trace(
                        matcher.group(1), matcher.group(2), (Integer.parseInt(matcher.group(3), 16) & 1) == 1))
                : Optional.empty();
    }

    private static Optional<Trace> ofCloudTrace(String header) {
        Matcher matcher = CLOUD_TRACE.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String span = String.format("%016x", Long.parseUnsignedLong(matcher.group(2)));
            return Optional.of(new Trace(matcher.group(1), span, "1".equals(matcher.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
