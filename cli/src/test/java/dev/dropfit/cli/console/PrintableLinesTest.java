package dev.dropfit.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableLinesTest {
    private static String written(String text, int block) throws IOException {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (PrintableLines lines = new PrintableLines(terminal)) {
            for (int start = 0; start < bytes.length; start += block) {
                lines.write(bytes, start, Math.min(block, bytes.length - start));
                lines.flush();
            }
        }
        return terminal.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void cellsCanNotMoveTheCursorOrReverseText(int block) throws IOException {
        assertThat(written("name,p\n\"a\u001B[2Jb\",1\r\nx\u202Ey\tz,2\né\rü,3\n😀\r\tlast", block))
                .isEqualTo("name,p\n\"a\uFFFD[2Jb\",1\r\nx\uFFFDy\tz,2\né\uFFFDü,3\n😀\uFFFD\tlast");
    }
}
