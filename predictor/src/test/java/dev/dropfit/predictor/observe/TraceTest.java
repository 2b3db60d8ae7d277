package dev.dropfit.predictor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @CsvSource({"01, true", "00, false", "03, true", "02, false"})
    void aTraceParentHasIdSpanAndWhetherItIsSampled(String flags, boolean sampled) {
        assertThat(Trace.of(Optional.of("00-" + ID + "-00f067aa0ba902b7-" + flags), Optional.empty()))
                .contains(new Trace(ID, "00f067aa0ba902b7", sampled));
    }

    @ParameterizedTest
    @CsvSource({";o=1, true", ";o=0, false", "'', false"})
    void aCloudTraceHasADecimalSpan(String options, boolean sampled) {
        assertThat(Trace.of(Optional.empty(), Optional.of(ID + "/18446744073709551615" + options)))
                .contains(new Trace(ID, "ffffffffffffffff", sampled));
    }

    @Test
    void theTraceParentComesBeforeTheCloudTrace() {
        assertThat(Trace.of(Optional.of("00-" + ID + "-00f067aa0ba902b7-01"), Optional.of("0".repeat(32) + "/1")))
                .map(Trace::id)
                .contains(ID);
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7, x",
        "nonsense, 4bf92f3577b34da6a3ce929d0e0e4736",
        "'', 4bf92f3577b34da6a3ce929d0e0e4736/99999999999999999999"
    })
    void aHeaderOfAnotherFormatIsNoTrace(String traceParent, String cloudTrace) {
        assertThat(Trace.of(Optional.of(traceParent), Optional.of(cloudTrace))).isEmpty();
    }
}
