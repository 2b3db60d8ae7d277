package dev.dropfit.monitor.dashboard.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @Test
    void aValueIsEscaped() {
        assertThat(Html.of("<p title=\"{}\">{}</p>", "\"'><script>", "a & b <b>"))
                .hasToString("<p title=\"&quot;&#39;&gt;&lt;script&gt;\">a &amp; b &lt;b&gt;</p>");
    }

    @Test
    void htmlIsNotEscapedTwice() {
        assertThat(Html.of("<p>{}</p>", Html.of("<b>{}</b>", "<"))).hasToString("<p><b>&lt;</b></p>");
    }

    @Test
    void aValueThatLooksLikeAPlaceholderStaysText() {
        assertThat(Html.of("{} {}", "{}", "x")).hasToString("{} x");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x1B, 0x7F, 0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800})
    void invisibleCharactersAreMadeVisible(int character) {
        assertThat(Html.of("{}", "a" + (char) character + "b")).hasToString("a\uFFFDb");
    }

    @Test
    void lettersOfOtherScriptsAreUnchanged() {
        assertThat(Html.of("{}", "größe 年齢 שלום 🎉")).hasToString("größe 年齢 שלום 🎉");
    }

    @Test
    void aTemplateNeedsOneValuePerPlaceholder() {
        assertThatThrownBy(() -> Html.of("{}")).hasMessage("Fewer values than placeholders in: {}");
        assertThatThrownBy(() -> Html.of("{}", 1, 2)).hasMessage("More values than placeholders in: {}");
    }
}
