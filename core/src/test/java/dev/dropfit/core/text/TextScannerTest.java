package dev.dropfit.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextScannerTest {
    private final List<String> names = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();

    private List<String> terms(String text, boolean pairs, boolean pieces) {
        names.clear();
        hashes.clear();
        TextScanner[] scanner = new TextScanner[1];
        scanner[0] = new TextScanner(pairs, pieces, hash -> {
            hashes.add(hash);
            names.add(scanner[0].name());
        });
        scanner[0].scan(text);
        return List.copyOf(names);
    }

    private String words(String text) {
        return String.join(" | ", terms(text, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Free  prize, NOW; free | prize | <capitals> | now",
                "I don\u2019t and don't; i | don't | and | don't",
                "\uFF26\uFF52\uFF45\uFF45 Cafe\u0301; free | caf\u00E9",
                "Stra\u00DFe \u00C4PFEL; stra\u00DFe | <capitals> | \u00E4pfel",
                "win \u00A31000 or 5$; win | 1000 | <money> | or | 5 | <money>",
                "call 0800 1234567; call | 0800 | <3-4 digits> | 1234567 | <7+ digits>",
                "1,234.50 b4; 1,234.50 | <5-6 digits> | b4",
                "see http://www.example.com/x; see | <link> | example | com | x",
                "me@example.org; <e-mail> | me | example | org",
                "\u4E2D\u6587\u5F88\u597D; \u4E2D | \u6587 | \u5F88 | \u597D",
                "great! :-) \uD83D\uDE00; great | ! | :) | \uD83D\uDE00",
                "\u0928\u092E\u0938\u094D\u0924\u0947; \u0928\u092E\u0938\u094D\u0924\u0947",
            })
    void wordsNumbersAndSymbolsAreTerms(String text, String terms) {
        assertThat(words(text)).isEqualTo(terms);
    }

    @Test
    void neighbouringWordsOfASentenceAreAPair() {
        assertThat(terms("Not good. Call 12 now", true, false))
                .containsExactly(
                        "not",
                        "good",
                        "not good",
                        "call",
                        "12",
                        "<1-2 digits>",
                        "call <1-2 digits>",
                        "now",
                        "<1-2 digits> now");
    }

    @Test
    void piecesKnowWhereAWordStartsAndEnds() {
        assertThat(terms("Cat", false, true)).containsExactly("cat", "~ ca", "~cat", "~at ", "~ cat", "~cat ");
    }

    @Test
    void theHashOfATermFollowsFromItsName() {
        terms("Call FREE 0800 123 now! http://a.b me@c.de \u4E2D\u6587 \u00A35 don't", true, true);

        assertThat(hashes).isEqualTo(names.stream().map(Terms::hash).toList());
    }

    @Test
    void onlyTheFirstCharactersOfATextAreRead() {
        String text = "one " + " ".repeat(TextScanner.MAX_CHARACTERS) + "two";

        assertThat(words(text)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD800",
                "a\uDC00b",
                "\u0301",
                "",
                "\u0000",
                "http://",
                "www.",
                "@.",
                "'",
                ":",
                ":-",
                "\uFDFA\uFDFA",
                "\uD83D\uDE00\uD83D",
                "<link> <length>",
                "~~~",
                "\u202E"
            })
    void noTextIsTooStrange(String text) {
        terms(text.repeat(50), true, true);

        assertThat(hashes).isEqualTo(names.stream().map(Terms::hash).toList());
    }

    @Test
    void aWordWithoutEndIsRead() {
        assertThat(terms("x".repeat(100_000), true, true)).isNotEmpty().allMatch(term -> term.length() < 50);
    }

    @ParameterizedTest
    @CsvSource({
        "free,free",
        "~ fre,fre…",
        "'~ree ',…ree",
        "~re,…re…",
        "<link>,(a link)",
        "call <money>,call (an amount of money)"
    })
    void termsAreShownInPlainWords(String name, String shown) {
        assertThat(Terms.shown(name)).isEqualTo(shown);
    }
}
