package dev.dropfit.cli.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Badly written files. The same seed gives the same file. */
final class HostileCsv {
    private static final List<String> NAMES = List.of(
            "a",
            "b",
            "age",
            "target",
            "",
            " ",
            "a",
            "say \"hi\"",
            "two\nlines",
            "🙂",
            "naïve",
            "x=y",
            "a\\b",
            "a.year",
            "column_1",
            "prediction",
            "x".repeat(300),
            "1",
            "-",
            "=1+1",
            "\u200B",
            "ÄÖÜ",
            "target ",
            "Y");
    private static final List<String> NUMBERS = List.of(
            "1e999",
            "-1e999",
            "-0",
            "0.0",
            "1_000",
            "0x10",
            "१२",
            "1,5",
            "∞",
            "-Infinity",
            "NaN",
            "1e-320",
            "4.9e-324",
            "+5",
            "١",
            "1.7976931348623157e308",
            "-1.7976931348623157e308",
            "1e300",
            "9007199254740993",
            "007",
            "1.",
            ".5",
            "1e",
            "e5",
            "--1",
            "1,234",
            "1.234,5",
            "12 000",
            "1\u00A0000",
            "$5",
            "5 %",
            "1e5",
            "1E+5",
            "1f",
            "1L",
            "999999999999999999999999999999",
            "0.1000000000000000055511151231257827");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "NA",
            "n/a",
            "null",
            "?",
            "x",
            "yes",
            "no",
            "it's",
            "say \"hi\"",
            "two\nlines",
            "🙂",
            "\uFEFFx",
            "\u202Eabc",
            "a,b;c\td",
            "=cmd()",
            "'",
            "\"",
            "\"\"",
            "true",
            "FALSE",
            "x".repeat(5000),
            "e\u0301",
            "é",
            "(other)",
            "(missing)");
    /** One of these in the first lines and the file is refused. */
    private static final List<String> FATAL = List.of("\u0000", "\u0007", "\u001B[31m", "\uFFFD");

    private static final List<String> DATES = List.of(
            "0001-01-01",
            "9999-12-31",
            "9999-12-31T23:59:59.999999999-18:00",
            "0001-01-01T00:00:00+18:00",
            "2026-02-29",
            "2024-02-29",
            "0000-01-01",
            "10000-01-01",
            "2026-11-22T24:00",
            "2026-11-22 08:41",
            "22.11.2026",
            "1970-01-01",
            "2026-13-01",
            "2026-11-22T08:41:33,25Z");

    private final Random random;
    private final char separator;
    /** How often a cell is one from the lists above, whatever its column. */
    private final double hostility;
    /** How often a row is damaged. */
    private final double damage;

    /** Whether hostile cells are those that no file may have. */
    private final boolean fatal;

    private HostileCsv(long seed) {
        random = new Random(seed);
        separator = oneOf(List.of(',', ',', ';', '\t'));
        fatal = chance(0.1);
        hostility = oneOf(List.of(0.0, 0.0, 0.01, 0.2, 1.0));
        damage = oneOf(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.01, 0.2));
    }

    static byte[] of(long seed) {
        return new HostileCsv(seed).file();
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private byte[] file() {
        int columns = chance(0.03) ? 1 : 2 + random.nextInt(5);
        int rows = chance(0.1) ? random.nextInt(4) : 15 + random.nextInt(120);
        List<Integer> kinds = IntStream.range(0, columns)
                .mapToObj(column -> random.nextInt(12))
                .collect(Collectors.toCollection(ArrayList::new));
        if (chance(0.8)) {
            kinds.set(columns - 1, chance(0.5) ? 0 : 3);
        }
        StringBuilder csv = new StringBuilder(chance(0.1) ? "\uFEFF" : "");
        csv.append(IntStream.range(0, columns)
                .mapToObj(column -> quoted(chance(0.1) ? oneOf(NAMES) : "c" + column))
                .collect(Collectors.joining(String.valueOf(separator))));
        csv.append(lineEnd());
        boolean mixed = chance(0.2);
        String end = lineEnd();
        for (int row = 0; row < rows; row++) {
            csv.append(row(kinds, row)).append(mixed ? lineEnd() : end);
        }
        return bytes(csv.toString());
    }

    private String lineEnd() {
        return oneOf(List.of("\n", "\n", "\r\n", "\r"));
    }

    private String row(List<Integer> kinds, int row) {
        String text = kinds.stream()
                .map(kind -> quoted(chance(hostility) ? hostile() : cell(kind, row)))
                .collect(Collectors.joining(String.valueOf(separator)));
        if (!chance(damage)) {
            return text;
        }
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        return switch (random.nextInt(5)) {
            case 0 -> text + separator;
            case 1 -> text.substring(0, at);
            case 2 -> text.substring(0, at) + '"' + text.substring(at);
            case 3 -> text.substring(0, at) + (char) random.nextInt(32) + text.substring(at);
            default -> "";
        };
    }

    private String hostile() {
        return fatal ? oneOf(FATAL) : oneOf(oneOf(List.of(NUMBERS, TEXTS, DATES)));
    }

    private String cell(int kind, int row) {
        return switch (kind) {
            case 0 -> oneOf(List.of("yes", "no"));
            case 1 -> "" + random.nextInt(4);
            case 2 -> "" + row;
            case 3 -> "" + random.nextGaussian() * 100;
            case 4 -> random.nextInt(50) + "," + random.nextInt(100);
            case 5 -> "constant";
            case 6 -> "";
            case 7 -> "2026-%02d-%02dT%02d:00".formatted(1 + random.nextInt(12), 1 + random.nextInt(28), row % 24);
            case 8 -> oneOf(NUMBERS);
            case 9 -> oneOf(TEXTS);
            case 10 -> oneOf(DATES);
            default -> oneOf(List.of("1e300", "-1e300", "1e-300", "5e150", "0"));
        };
    }

    /** As it should be quoted, mostly. */
    private String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == separator || c == '"' || c == '\n' || c == '\r');
        boolean as = needed ? !chance(damage) : chance(0.1);
        return as ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private byte[] bytes(String csv) {
        Charset charset = chance(0.96)
                ? StandardCharsets.UTF_8
                : oneOf(List.of(
                        StandardCharsets.ISO_8859_1,
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE));
        byte[] bytes = csv.getBytes(charset);
        for (int flips = chance(0.03) ? 1 + random.nextInt(5) : 0; flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
