package dev.dropfit.core.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of many languages, each in the encodings in which programs write them. */
final class EncodingGuessTest {
    private static final int ROWS = 100;

    @ParameterizedTest
    @CsvSource({
        "Élève fête naïf garçon où déjà théâtre Noël Hélène, windows-1252 x-MacRoman IBM850",
        "München Köln Straße Übermut Äpfel größer Österreich, windows-1252 x-MacRoman IBM850 IBM437",
        "Málaga señor niño corazón Cádiz ¿Qué? Martínez, windows-1252 x-MacRoman IBM850 IBM437",
        "São João coração Conceição você põe, windows-1252 x-MacRoman IBM850",
        "città perché più Forlì virtù, windows-1252 x-MacRoman IBM850",
        "København ærlig smørrebrød Århus, windows-1252 x-MacRoman IBM850",
        "Malmö Göteborg Växjö Åre Jyväskylä, windows-1252 x-MacRoman IBM850",
        "Þór Reykjavík Ísafjörður Hafnarfjörður æðar, windows-1252 IBM850",
        "Pärnu Võru Jõhvi Šveits, windows-1252",
        "Zürich café Málaga São Lübeck naïve señor, windows-1252 x-MacRoman IBM850",
        "12°C 5±2 3µm £5, windows-1252 x-MacRoman IBM850",
        "Łódź Gdańsk zażółć gęślą jaźń Kraków, windows-1250 ISO-8859-2 IBM852",
        "Příliš žluťoučký kůň Plzeň Děčín úpěl, windows-1250 ISO-8859-2 IBM852",
        "Győr Székesfehérvár tűzoltó fűszeres hosszú, windows-1250 ISO-8859-2 IBM852",
        "Čakovec Šibenik Požega Đakovo ćevapi, windows-1250 ISO-8859-2 IBM852",
        "Brăila Constanţa Iaşi mâine România, windows-1250",
        "İstanbul Muğla Şanlıurfa Kırıkkale Çorum, windows-1254",
        "Šiauliai Klaipėda Panevėžys ąžuolas, windows-1257",
        "Москва Казань мужской женский Нет Омск, windows-1251 KOI8-R IBM866",
        "Αθήνα Θεσσαλονίκη Πάτρα άνδρας γυναίκα, windows-1253 ISO-8859-7",
        "ירושלים חיפה אישה איש, windows-1255"
    })
    void wordsAreReadAsTheyWereWritten(String words, String charsets) throws Exception {
        List<String> different = List.of(words.split(" ", -1));
        for (String charset : charsets.split(" ", -1)) {
            StringBuilder csv = new StringBuilder("word,n\n");
            for (int i = 0; i < ROWS; i++) {
                csv.append(different.get(i % different.size()))
                        .append(',')
                        .append(i)
                        .append('\n');
            }

            List<String> names = new ArrayList<>();
            assertThat(words(csv.toString().getBytes(Charset.forName(charset)), names))
                    .as(charset)
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(different));
            assertThat(names).as(charset).containsExactly("encoding");
        }
    }

    @Test
    void fixedBlanksAreNoLetters() throws Exception {
        String rows = "320d Standart\u00A0,1\n520d\u00A0Standart,2\n".repeat(ROWS);
        List<String> names = new ArrayList<>();

        assertThat(words(("word,n\n" + rows).getBytes(Charset.forName("windows-1252")), names))
                .containsExactlyInAnyOrder("320d Standart", "520d\u00A0Standart");
    }

    @Test
    void aFewFrequentWordsDoNotDecide() throws Exception {
        String rows = "Москва,1\nТверь,2\nОмск,3\n".repeat(ROWS);
        List<String> names = new ArrayList<>();

        assertThat(words(("Регион,Население\n" + rows).getBytes(Charset.forName("windows-1251")), names))
                .containsExactlyInAnyOrder("Москва", "Тверь", "Омск");
    }

    @Test
    void theNoteSaysWhichEncodingWasGuessed() throws Exception {
        byte[] csv = "ville,n\ncafé,1\nnaïf,2\n".getBytes(Charset.forName("x-MacRoman"));

        assertThat(CsvParser.parse(new ByteArrayInputStream(csv), new Words(new TreeSet<>()))
                        .notes())
                .containsExactly(CsvNote.of(
                        "encoding",
                        "the text is not in UTF-8. Its letters look like Mac Roman (old Macintosh programs),"
                                + " so it was read as that; this is a guess. If letters look wrong, save the file"
                                + " as UTF-8"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-32LE, true", "UTF-32BE, true", "UTF-32LE, false", "UTF-32BE, false"})
    void utf32IsReadWithAndWithoutItsMark(String charset, boolean mark) throws Exception {
        byte[] csv = ((mark ? "\uFEFF" : "") + "word,n\nrot,1\nblau,2\nmüde,3\n").getBytes(Charset.forName(charset));

        List<String> names = new ArrayList<>();
        assertThat(words(csv, names)).containsExactly("blau", "müde", "rot");
        assertThat(names).containsExactly("encoding");
    }

    @Test
    void lettersThatWereEncodedTwiceStayAndAreNoted() throws Exception {
        TreeSet<String> words = new TreeSet<>();

        List<CsvNote> notes = CsvParser.parse(
                        new ByteArrayInputStream("word,n\nMÃ¼nchen,1\ncafÃ©,2\nâ‚¬,3\n".getBytes(UTF_8)),
                        new Words(words))
                .notes();

        assertThat(words).contains("MÃ¼nchen");
        assertThat(notes)
                .containsExactly(CsvNote.of(
                        "encoded-twice",
                        "some letters are wrong: 'Ã¼' stands for 'ü'. A program has read the UTF-8 file in"
                                + " another encoding and saved it again. The texts were used with these letters;"
                                + " to correct them, export the file again from its source, as UTF-8"));
    }

    @Test
    void portugueseInUtf8IsNotTakenForLettersThatWereEncodedTwice() throws Exception {
        List<String> names = new ArrayList<>();
        words("palavra,n\nNÃO,1\nÂngela,2\nSÃO,3\n".getBytes(UTF_8), names);

        assertThat(names).isEmpty();
    }

    private static Set<String> words(byte[] csv, List<String> notes) throws Exception {
        TreeSet<String> words = new TreeSet<>();
        CsvParser.parse(new ByteArrayInputStream(csv), new Words(words))
                .notes()
                .forEach(note -> notes.add(note.name()));
        return words;
    }

    private record Words(TreeSet<String> found) implements RowSink {
        @Override
        public void header(List<String> names, char separator) {
            // The names are ASCII.
        }

        @Override
        public void beginRow(long line) {
            // Only the words count.
        }

        @Override
        public void cell(int column, char[] buffer, int offset, int length) {
            if (column == 0) {
                found.add(new String(buffer, offset, length));
            }
        }

        @Override
        public void endRow() {
            // Only the words count.
        }

        @Override
        public boolean keepsRowNames() {
            return true;
        }
    }
}
