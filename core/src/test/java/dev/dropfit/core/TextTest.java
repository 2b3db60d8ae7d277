package dev.dropfit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    private static final String CLEF = "\uD834\uDD1E";

    @ParameterizedTest
    @CsvSource({"abc, 4, abc", "abc, 3, abc", "abcd, 3, abc…", "abcd, 1, a…", "abcd, 0, …", "'', 0, ''"})
    void aTextIsTruncatedAfterTheGivenNumberOfCharacters(String text, int length, String expected) {
        assertThat(Text.truncate(text, length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"one two, 7, one two", "one two, 6, one …", "one two, 3, one …", "one two, 2, on…", "'', 0, ''"})
    void wordsAreNotSplitUnlessOneIsTooLong(String text, int length, String expected) {
        assertThat(Text.words(text, length)).isEqualTo(expected);
    }

    @Test
    void aSurrogatePairIsNotSplit() {
        String text = "a" + CLEF + "b";

        assertThat(Text.truncate(text, 1)).isEqualTo("a…");
        assertThat(Text.truncate(text, 2)).isEqualTo("a…");
        assertThat(Text.truncate(text, 3)).isEqualTo("a" + CLEF + "…");
        assertThat(Text.truncate(text, 4)).isEqualTo(text);
    }

    @Test
    void aBufferIsTruncatedLikeAString() {
        CharBuffer buffer = CharBuffer.wrap("xabcdx".toCharArray(), 1, 4);

        assertThat(Text.truncate(buffer, 4)).isEqualTo("abcd");
        assertThat(Text.truncate(buffer, 2)).isEqualTo("ab…");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 0x1B, 0x7F, 0x9B, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0x206F,
                0xD800
            })
    void charactersThatChangeTheTextAroundThemAreInvisible(int codePoint) {
        assertThat(Text.isInvisible(codePoint)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', 'a', 0xA0, 0x5D0, 0x200D, 0x2027, 0x202F, 0x2065, 0x2070, 0xFFFD, 0x1F600})
    void lettersAndJoinersAreVisible(int codePoint) {
        assertThat(Text.isInvisible(codePoint)).isFalse();
    }

    @Test
    void aListShowsItsFirstItemsAndCountsTheOthers() {
        List<String> items = List.of("a", "b", "c");

        assertThat(Text.list(items, 3)).isEqualTo("a, b, c");
        assertThat(Text.list(items, 2)).isEqualTo("a, b and 1 more");
        assertThat(Text.list(items.subList(0, 1), 2)).isEqualTo("a");
        assertThat(Text.list(List.of(), 2)).isEmpty();
    }
}
