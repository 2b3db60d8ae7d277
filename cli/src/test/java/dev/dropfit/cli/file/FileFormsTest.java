package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table in files of many forms, each with an encoding, a separator, quotes, lines around the table, numbers, dates, missing values and spellings of
 * categories that chance combines. Each is read with the same kinds, and its model predicts other rows in the same form as well as the model of the
 * plain table. {@code -Ddropfit.forms=84} tries so many.
 */
class FileFormsTest {
    private static final int FORMS = Integer.getInteger("dropfit.forms", 4);
    private static final int ROWS = 1000;
    private static final double CLOSE = 0.005;
    private static final String SETTINGS =
            "{\"learner\": \"logistic-regression\", \"holdout\": 0, \"label\": \"Kündigung\"}";
    private static final List<String> CITIES = List.of("Köln", "Málaga", "São Paulo", "Zürich", "Bonn");
    private static final Form PLAIN = new Form(
            StandardCharsets.UTF_8,
            ",",
            "\n",
            false,
            Around.NOTHING,
            amount -> decimals("%.2f", amount),
            "",
            LocalDate::toString,
            (city, row) -> city);
    private static final TrainedCsv OF_PLAIN = trained(PLAIN);
    private static final double EXPECTED = auc(OF_PLAIN, PLAIN);

    private record Row(double amount, boolean known, LocalDate joined, String city, boolean left) {}

    /** What is in the file besides the table. */
    private enum Around {
        NOTHING,
        SEPARATOR_LINE,
        COMMENTS,
        TITLE,
        TOTAL,
        TRAILING_SEPARATORS,
        ROW_NAMES,
        SHORT_HEADER
    }

    /** How a file is written. */
    private record Form(
            Charset charset,
            String separator,
            String end,
            boolean quotes,
            Around around,
            Function<Double, String> amount,
            String missing,
            Function<LocalDate, String> joined,
            BiFunction<String, Integer, String> city) {
        byte[] csv(List<Row> rows) {
            StringBuilder csv = new StringBuilder();
            switch (around) {
                case SEPARATOR_LINE -> csv.append("sep=").append(separator).append(end);
                case COMMENTS -> csv.append("# made by X").append(end);
                case TITLE -> csv.append("Report").append(end).append(end);
                default -> {}
            }
            List<String> names = new ArrayList<>(List.of("amount", "joined", "city", "Kündigung"));
            if (around == Around.ROW_NAMES) {
                names.add(0, "");
            }
            csv.append(line(names));
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                List<String> cells = new ArrayList<>(List.of(
                        row.known() ? amount.apply(row.amount()) : missing,
                        joined.apply(row.joined()),
                        city.apply(row.city(), i),
                        row.left() ? "ja" : "nein"));
                if (around == Around.ROW_NAMES || around == Around.SHORT_HEADER) {
                    cells.add(0, "" + (i + 1));
                }
                csv.append(line(cells));
            }
            if (around == Around.TOTAL) {
                csv.append(end).append("Source: the shop").append(end);
            }
            return csv.toString().getBytes(charset);
        }

        private String line(List<String> cells) {
            String last = around == Around.TRAILING_SEPARATORS ? separator : "";
            return cells.stream().map(this::cell).collect(Collectors.joining(separator, "", last + end));
        }

        private String cell(String cell) {
            return quotes || cell.contains(separator) ? "\"" + cell + "\"" : cell;
        }

        @Override
        public String toString() {
            return charset + " '" + separator + "' " + around + (quotes ? " quotes" : "") + " " + amount.apply(1234.5)
                    + " '" + missing + "' " + joined.apply(LocalDate.of(2024, 5, 31)) + " " + city.apply("Bonn", 0);
        }
    }

    private static List<Row> rows(int seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double amount = Math.round(100 * Math.exp(7 + random.nextGaussian())) / 100.0;
            boolean known = random.nextInt(10) > 0;
            LocalDate joined = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(1800));
            int city = random.nextInt(CITIES.size());
            double odds = (known ? amount / 1200 : 1) + (joined.toEpochDay() - 18_800) / 500.0 + city * 0.6;
            rows.add(new Row(amount, known, joined, CITIES.get(city), odds + random.nextGaussian() > 2.2));
        }
        return rows;
    }

    static Stream<Form> forms() {
        Random random = new Random(84);
        return Stream.generate(() -> form(random)).limit(FORMS);
    }

    private static Form form(Random random) {
        String separator = of(random, List.of(",", ";", "\t", "|"));
        boolean commas = !separator.equals(",");
        List<Function<Double, String>> amounts = new ArrayList<>(List.of(
                amount -> decimals("%.2f", amount),
                amount -> "$" + decimals("%,.2f", amount),
                amount -> decimals("%,.2f", amount) + " EUR",
                amount -> decimals("%.2f kg", amount),
                amount -> decimals("%,.2f", amount).replace(',', ' '),
                amount -> decimals("%,.2f", amount).replace(',', '\''),
                amount -> decimals("%.5fk", amount / 1000)));
        if (commas) {
            amounts.add(amount -> decimals("%.2f", amount).replace('.', ','));
            amounts.add(amount -> decimals("%,.2f", amount)
                    .replace(',', '_')
                    .replace('.', ',')
                    .replace('_', '.'));
        }
        List<String> dates = List.of(
                "yyyy-MM-dd",
                "dd.MM.yyyy",
                "dd/MM/yyyy",
                "MM/dd/yyyy",
                "d-MMM-yyyy",
                "MMMM d yyyy",
                "yyyyMMdd",
                "yyyy/MM/dd");
        DateTimeFormatter date = DateTimeFormatter.ofPattern(of(random, dates), Locale.ENGLISH);
        List<BiFunction<String, Integer, String>> cities = List.of(
                (city, row) -> city,
                (city, row) -> row % 9 == 0 ? city.toUpperCase(Locale.ROOT) : city,
                (city, row) -> row % 7 == 0 ? city.toLowerCase(Locale.ROOT) : row % 11 == 0 ? city + " " : city);
        Around around = of(random, List.of(Around.values()));
        return new Form(
                of(
                        random,
                        List.of(
                                StandardCharsets.UTF_8,
                                StandardCharsets.UTF_16,
                                StandardCharsets.UTF_16LE,
                                Charset.forName("windows-1252"),
                                Charset.forName("x-MacRoman"))),
                separator,
                of(random, List.of("\n", "\r\n", "\r")),
                random.nextInt(3) == 0,
                around == Around.SEPARATOR_LINE && !commas ? Around.NOTHING : around,
                of(random, amounts),
                of(random, List.of("", "NA", "-", "n.a.", "?", "not asked", "NULL")),
                date::format,
                of(random, cities));
    }

    private static <T> T of(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String decimals(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFileOfAnyFormHasTheSameKindsAndPredictsAsWell(Form form) {
        TrainedCsv trained = trained(form);

        assertThat(trained.kinds()).isEqualTo(OF_PLAIN.kinds());
        assertThat(auc(trained, form)).isCloseTo(EXPECTED, within(CLOSE));
    }

    private static TrainedCsv trained(Form form) {
        return TrainedCsv.of(form.toString(), form.csv(rows(1)), SETTINGS);
    }

    /** The area under the ROC curve of predictions for other rows in the same form. */
    private static double auc(TrainedCsv trained, Form form) {
        List<Row> rows = rows(2);
        List<Double> predicted = trained
                .predictions(form.csv(rows), form.separator().charAt(0))
                .stream()
                .limit(ROWS)
                .toList();
        List<Integer> order = IntStream.range(0, ROWS)
                .boxed()
                .sorted(Comparator.comparingDouble(predicted::get))
                .toList();
        double positives = 0;
        double ranks = 0;
        for (int rank = 0; rank < ROWS; rank++) {
            if (rows.get(order.get(rank)).left()) {
                positives++;
                ranks += rank + 1;
            }
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * (ROWS - positives));
    }
}
