package dev.dropfit.monitor.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=----Form7";

    private static MultipartForm form(String body) throws RefusedException {
        return MultipartForm.of(TYPE, new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String part(String name, String content) {
        return "------Form7\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f.csv\"\r\n\r\n"
                + content + "\r\n";
    }

    @Test
    void partsAreReadOneAfterAnother() throws Exception {
        MultipartForm form =
                form(part("a", "1") + part("b", "") + part("c", "x\r\n--y\r\n------Form\r\n") + "------Form7--\r\n");

        MultipartForm.Part first = form.next().orElseThrow();
        assertThat(first.name()).isEqualTo("a");
        assertThat(first.file()).isEqualTo("f.csv");
        assertThat(first.text(1)).isEqualTo("1");
        assertThat(form.next().orElseThrow().text(9)).isEmpty();
        assertThat(form.next().orElseThrow().text(99)).isEqualTo("x\r\n--y\r\n------Form\r\n");
        assertThat(form.next()).isEmpty();
    }

    @Test
    void aPartThatIsNotReadIsSkipped() throws Exception {
        MultipartForm form = form(part("a", "x".repeat(200_000)) + part("b", "2") + "------Form7--\r\n");
        form.next();

        assertThat(form.next().orElseThrow().text(1)).isEqualTo("2");
    }

    /** Whatever the size of the pieces in which a body arrives, and wherever a boundary is in the buffer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_535, 65_536, 1 << 20})
    void aFileIsReadAsItIsHoweverItArrives(int piece) throws Exception {
        Random random = new Random(piece);
        for (int length : new int[] {0, 1, 65_400, 65_500, 65_536, 131_072}) {
            StringBuilder content = new StringBuilder();
            for (int i = 0; i < length; i++) {
                content.append("\r\n-F\u0000\u00ff".charAt(random.nextInt(6)));
            }
            byte[] body =
                    (part("file", content.toString()) + "------Form7--\r\n").getBytes(StandardCharsets.ISO_8859_1);

            MultipartForm form = MultipartForm.of(TYPE, pieces(body, piece));

            byte[] read = form.next().orElseThrow().content().readAllBytes();
            assertThat(new String(read, StandardCharsets.ISO_8859_1)).isEqualTo(content.toString());
            assertThat(form.next()).isEmpty();
        }
    }

    private static InputStream pieces(byte[] body, int size) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] target, int offset, int count) {
                return super.read(target, offset, Math.min(count, size));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "------Form7", "------Form7\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"})
    void aFormThatEndsEarlyIsAnError(String body) {
        assertThatThrownBy(() -> {
                    MultipartForm form = form(body);
                    while (form.next().isPresent()) {
                        // To its end.
                    }
                })
                .isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/csv", "multipart/form-data", "application/x-www-form-urlencoded; boundary=x"})
    void anotherBodyIsRefused(String type) {
        assertThatThrownBy(() -> MultipartForm.of(type, InputStream.nullInputStream()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The request is no form with a file; accepted is multipart/form-data.");
    }

    @Test
    void aFieldAndAHeaderAreBounded() throws IOException, RefusedException {
        MultipartForm form = form(part("a", "12") + "------Form7--\r\n");
        MultipartForm.Part part = form.next().orElseThrow();

        assertThatThrownBy(() -> part.text(1)).hasMessage("The field a has more than 1 bytes.");
        assertThatThrownBy(() -> form("------Form7\r\nX: " + "y".repeat(10_000)).next())
                .hasMessage("A header of the form is too long.");
    }
}
