package dev.dropfit.monitor.alert.delivery;

import static dev.dropfit.monitor.alert.RunHistory.HEART;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.monitor.alert.decision.AlertKind;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.PlainText;
import java.util.List;
import java.util.Optional;

/** Alerts to send. */
final class Examples {
    static final Version VERSION = new Version("20261122T084133Z-1f0c2a9b");

    /** Text from a dataset that can occur in reasons. */
    static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "<!channel> & <@U123|you> <https://evil.example|here>",
            "*bold* _it_ ~no~ `code` ```block``` a_b_c",
            "=HYPERLINK(\"https://evil.example\",\"x\")",
            "a\r\nBcc: victim@example.com\r\n\r\nnew body\u0000\u0007",
            "safe\u202Egnp.exe\u2066\u200B\uFEFF",
            "half \uD83D of a pair, \"quotes\" 'too'",
            "\u0645\u0631\u062D\u0628\u0627 שלום 数据 é 😀");

    private Examples() {}

    static Alert rejected() {
        return rejected(List.of("roc_auc 0.850 is 0.050 below the champion's 0.900"));
    }

    /** With these reasons from a record. */
    static Alert rejected(List<String> reasons) {
        return new Alert(
                HEART,
                VERSION,
                VERSION.value(),
                AlertKind.REJECTED,
                "heart: new model rejected",
                "The new model of heart was rejected.",
                "Check what changed in the dataset.",
                reasons.stream().map(reason -> PlainText.line(reason, 300)).toList(),
                List.of(new Alert.Comparison(Metric.ROC_AUC, 0.85, Optional.of(new Interval(0.8, 0.89)), 0.9, 0.5)),
                List.of(
                        new Alert.RunLine(VERSION, "v2", "rejected", "roc_auc", "0.850"),
                        new Alert.RunLine(
                                new Version("20261121T084133Z-00000001"), "v1", "promoted", "roc_auc", "0.900")),
                Optional.of("dropfit rollback heart 20261121T084133Z-00000001 --why TEXT"),
                Optional.of("https://dash.example.com/heart"));
    }
}
