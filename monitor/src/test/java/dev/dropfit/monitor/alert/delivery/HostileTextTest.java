package dev.dropfit.monitor.alert.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text from a dataset is shown as text by every destination. */
final class HostileTextTest {
    static Stream<String> hostile() {
        return Examples.HOSTILE.stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aReasonIsOneLineWithoutInvisibleCharacters(String reason) {
        String line = PlainText.line(reason, 300);

        assertThat(line.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
    }

    @Test
    void invisibleCharactersBecomeAVisibleMark() {
        assertThat(PlainText.line("safe\u202Egnp.exe\u2066", 300)).isEqualTo("safe\uFFFDgnp.exe\uFFFD");
        assertThat(PlainText.line("a\r\nBcc: b", 300)).isEqualTo("a Bcc: b");
        assertThat(PlainText.line("half \uD83D", 300)).isEqualTo("half \uFFFD");
        assertThat(PlainText.line("\u0645\u0631\u062D\u0628\u0627 שלום 😀", 300))
                .isEqualTo("\u0645\u0631\u062D\u0628\u0627 שלום 😀");
    }

    @Test
    void aLongTextIsTruncatedBetweenCharacters() {
        assertThat(PlainText.line("x".repeat(1_000_000), 10)).isEqualTo("xxxxxxxxxx…");
        assertThat(PlainText.line("xxxxxxxxx😀xx", 10)).isEqualTo("xxxxxxxxx…");
        assertThat(PlainText.line("xxxxxxxx😀xx", 10)).isEqualTo("xxxxxxxx😀…");
        assertThat(PlainText.line("xxxxxxxx😀", 10)).isEqualTo("xxxxxxxx😀");
    }

    @Test
    void slackGetsNoMentionLinkOrCommandFromADataset() {
        JsonObject message = SlackMessage.of(Examples.rejected(Examples.HOSTILE));

        String reasons = sections(message).get(1);
        assertThat(reasons)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("&lt;!channel&gt; &amp; &lt;@U123|you&gt; &lt;https://evil.example|here&gt;")
                .contains("\u200B*bold\u200B*")
                .contains("a_b_c")
                .doesNotContain("<", "```block");
    }

    @Test
    void noCellEndsTheCodeBlockOfASlackTable() {
        Alert alert = withRunsAndDashboard(
                new Alert.RunLine(Examples.VERSION, "v1", "``` <!channel>", "roc_auc", "`0.850`"),
                "https://dash.example.com/heart");

        assertThat(sections(SlackMessage.of(alert)).get(3))
                .containsOnlyOnce("\n```")
                .contains("''' &lt;!channel&gt;", "'0.850'");
    }

    @Test
    void noAddressOfADashboardChangesTheTextOfItsSlackLink() {
        Alert alert = withRunsAndDashboard(
                new Alert.RunLine(Examples.VERSION, "v1", "rejected", "roc_auc", "0.850"),
                "https://dash.example.com/a|b>&c");

        assertThat(sections(SlackMessage.of(alert)).get(5))
                .isEqualTo("<https://dash.example.com/a%7Cb&gt;&amp;c|Dashboard>");
    }

    private static Alert withRunsAndDashboard(Alert.RunLine run, String dashboard) {
        Alert alert = Examples.rejected();
        return new Alert(
                alert.model(),
                alert.version(),
                alert.occasion(),
                alert.kind(),
                alert.title(),
                alert.sentence(),
                alert.advice(),
                alert.reasons(),
                alert.figures(),
                List.of(run),
                alert.command(),
                Optional.of(dashboard));
    }

    @Test
    void slackGetsAsMuchAsASectionHolds() {
        List<String> long5 =
                List.of("&".repeat(300), "<".repeat(300), "\"".repeat(300), "*".repeat(300), "&".repeat(300));

        JsonObject message = SlackMessage.of(Examples.rejected(long5));

        assertThat(sections(message)).allSatisfy(text -> assertThat(text).hasSizeBetween(1, 3000));
    }

    @Test
    void slackGetsMetricsRunsTheCommandAndALink() {
        List<String> sections = sections(SlackMessage.of(Examples.rejected()));

        assertThat(sections)
                .containsExactly(
                        "The new model of heart was rejected.\nCheck what changed in the dataset.",
                        "• roc_auc 0.850 is 0.050 below the champion's 0.900\n",
                        """
                        ```
                                 new                     previous  baseline
                        roc_auc  0.850 (0.800 to 0.890)  0.900     0.500
                        ```\
                        """,
                        """
                        ```
                        run  verdict   metric   value
                        v2   rejected  roc_auc  0.850
                        v1   promoted  roc_auc  0.900
                        ```\
                        """,
                        "To roll back: `dropfit rollback heart 20261121T084133Z-00000001 --why TEXT`",
                        "<https://dash.example.com/heart|Dashboard>");
    }

    @Test
    void htmlEscapesTextFromADataset() {
        String html = MailMessage.html(Examples.rejected(Examples.HOSTILE));

        assertThat(html)
                .doesNotContain("<script", "<!channel", "<@U123", "<https")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("=HYPERLINK(&quot;https://evil.example&quot;,&quot;x&quot;)");
    }

    @Test
    void thePayloadHasUnescapedText() {
        JsonObject payload = WebhookPayload.of(Examples.rejected(Examples.HOSTILE));

        assertThat(payload.getAsJsonArray("reasons").get(0).getAsString()).isEqualTo("<script>alert(1)</script>");
        assertThat(payload.getAsJsonArray("reasons").get(3).getAsString())
                .isEqualTo("=HYPERLINK(\"https://evil.example\",\"x\")");
    }

    private static List<String> sections(JsonObject message) {
        return message.getAsJsonArray("blocks").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(block -> block.get("type").getAsString().equals("section"))
                .map(block -> block.getAsJsonObject("text").get("text").getAsString())
                .toList();
    }
}
