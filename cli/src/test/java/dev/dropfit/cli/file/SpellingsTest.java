package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table in many spellings: each is read with the same kinds, and its model predicts other rows in the same spelling as well as the model
 * of the plain table.
 */
class SpellingsTest {
    private static final int ROWS = 1000;
    private static final double CLOSE = 0.005;
    private static final String SETTINGS =
            "{\"learner\": \"logistic-regression\", \"holdout\": 0, \"label\": \"churned\"}";
    private static final Spelling PLAIN = new Spelling("plain");
    private static final double EXPECTED = auc(PLAIN);

    private record Row(double amount, boolean known, LocalDate joined, int took, boolean vip, boolean churned) {}

    /** How the cells of a table are written. */
    private static final class Spelling {
        private final String name;
        private char separator = ',';
        private DoubleFunction<String> amount = amount -> decimals("%.2f", amount);
        private String missing = "";
        private Function<LocalDate, String> joined = LocalDate::toString;
        private IntFunction<String> took = String::valueOf;
        private String[] vip = {"0", "1"};

        Spelling(String name) {
            this.name = name;
        }

        Spelling separator(char character) {
            separator = character;
            return this;
        }

        Spelling amount(DoubleFunction<String> spelling) {
            amount = spelling;
            return this;
        }

        Spelling missing(String spelling) {
            missing = spelling;
            return this;
        }

        Spelling joined(Function<LocalDate, String> spelling) {
            joined = spelling;
            return this;
        }

        Spelling took(IntFunction<String> spelling) {
            took = spelling;
            return this;
        }

        Spelling vip(String no, String yes) {
            vip = new String[] {no, yes};
            return this;
        }

        String csv(List<Row> rows) {
            return Stream.concat(
                            Stream.of(List.of("amount", "joined", "took", "vip", "churned")),
                            rows.stream()
                                    .map(row -> List.of(
                                            row.known() ? amount.apply(row.amount()) : missing,
                                            joined.apply(row.joined()),
                                            took.apply(row.took()),
                                            vip[row.vip() ? 1 : 0],
                                            row.churned() ? "yes" : "no")))
                    .map(cells -> cells.stream().map(this::quoted).collect(Collectors.joining("" + separator)))
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private String quoted(String cell) {
            return cell.indexOf(separator) >= 0 || cell.startsWith("\"") ? "\"" + cell + "\"" : cell;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Row> rows(int seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double amount = Math.round(100 * Math.exp(7 + random.nextGaussian())) / 100.0;
            boolean known = random.nextInt(10) > 0;
            LocalDate joined = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(1800));
            int took = 60 + random.nextInt(20_000);
            boolean vip = random.nextInt(3) == 0;
            double odds = (known ? amount / 1200 : 1)
                    + (joined.toEpochDay() - 18_800) / 500.0
                    + (took - 10_000) / 6000.0
                    + (vip ? 1 : 0);
            rows.add(new Row(amount, known, joined, took, vip, odds + random.nextGaussian() > 1.5));
        }
        return rows;
    }

    private static String decimals(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static String grouped(double number, char group, char decimal) {
        return decimals("%,.2f", number).replace('.', '#').replace(',', group).replace('#', decimal);
    }

    private static String european(double number) {
        return grouped(number, '.', ',');
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    private static Spelling date(String pattern) {
        return new Spelling("joined " + pattern)
                .joined(day -> day.atTime(0, 0).atOffset(ZoneOffset.UTC).format(pattern(pattern)));
    }

    private static Spelling amount(String name, DoubleFunction<String> spelling) {
        return new Spelling("amount " + name).amount(spelling);
    }

    private static String clock(int seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    static Stream<Spelling> spellings() {
        List<Spelling> all = new ArrayList<>();
        all.add(amount("$", a -> "$" + decimals("%.2f", a)));
        all.add(amount("$ and thousands", a -> "$" + grouped(a, ',', '.')));
        all.add(amount("$ and a blank", a -> "$ " + grouped(a, ',', '.')));
        all.add(amount("US$", a -> "US$" + grouped(a, ',', '.')));
        all.add(amount("USD before", a -> "USD " + grouped(a, ',', '.')));
        all.add(amount("USD after", a -> grouped(a, ',', '.') + " USD"));
        all.add(amount("pounds", a -> "£" + decimals("%.2f", a)));
        all.add(amount("euro sign", a -> "€" + european(a)).separator(';'));
        all.add(amount("euro sign after", a -> european(a) + " €").separator(';'));
        all.add(amount("euro sign after, commas between cells", a -> european(a) + " €"));
        all.add(amount("EUR", a -> european(a) + " EUR").separator('\t'));
        all.add(amount("decimal comma", a -> decimals("%.2f", a).replace('.', ','))
                .separator(';'));
        all.add(amount(
                "decimal comma, commas between cells", a -> decimals("%.2f", a).replace('.', ',')));
        all.add(amount("decimal comma and points", SpellingsTest::european).separator(';'));
        all.add(amount("decimal comma and points, commas between cells", SpellingsTest::european));
        all.add(amount("thousands", a -> grouped(a, ',', '.')));
        all.add(amount("thousands with semicolons", a -> grouped(a, ',', '.')).separator(';'));
        all.add(amount("whole thousands", a -> decimals("%,.0f", a)));
        all.add(amount("whole thousands with semicolons", a -> decimals("%,.0f", a))
                .separator(';'));
        all.add(amount("whole thousands with points", a -> decimals("%,.0f", a).replace(',', '.'))
                .separator(';'));
        for (char blank : new char[] {' ', '\u00A0', '\u2009', '\u202F'}) {
            all.add(amount("blank " + (int) blank, a -> grouped(a, blank, '.')));
            all.add(amount("blank and comma " + (int) blank, a -> grouped(a, blank, ','))
                    .separator(';'));
        }
        all.add(amount("apostrophes", a -> grouped(a, '\'', '.')));
        all.add(amount("typographic apostrophes", a -> "CHF " + grouped(a, '\u2019', '.')));
        all.add(amount("underscores", a -> grouped(a, '_', '.')));
        all.add(amount("rupees", a -> "Rs. " + grouped(a, ',', '.')));
        all.add(amount("rupee sign", a -> "₹" + grouped(a, ',', '.')));
        all.add(amount("reais", a -> "R$ " + european(a)).separator(';'));
        all.add(amount("kronor", a -> decimals("%.2f", a).replace('.', ',') + " kr")
                .separator(';'));
        all.add(amount("plus", a -> "+" + decimals("%.2f", a)));
        all.add(amount("minus", a -> "-" + decimals("%.2f", a)));
        all.add(amount("minus sign", a -> "\u2212" + decimals("%.2f", a)));
        all.add(amount("minus and dollars", a -> "-$" + grouped(a, ',', '.')));
        all.add(amount("minus after", a -> decimals("%.2f", a) + "-"));
        all.add(amount("parentheses", a -> "(" + grouped(a, ',', '.') + ")"));
        all.add(amount("dollars in parentheses", a -> "($" + grouped(a, ',', '.') + ")"));
        all.add(amount("percent", a -> decimals("%.2f", a) + "%"));
        all.add(amount("percent after a blank", a -> decimals("%.2f", a) + " %"));
        all.add(amount("kg", a -> decimals("%.2f", a) + " kg"));
        all.add(amount("square metres", a -> decimals("%.2f", a) + "m²"));
        all.add(amount("m2", a -> decimals("%.2f", a) + " m2"));
        all.add(amount("years", a -> decimals("%.2f", a) + " years"));
        all.add(amount("k", a -> decimals("%.5f", a / 1000) + "k"));
        all.add(amount("k above a thousand", a -> a < 1000 ? decimals("%.2f", a) : decimals("%.5f", a / 1000) + "K"));
        all.add(amount("k and M", a -> a < 2000 ? decimals("%.5f", a / 1000) + "k" : decimals("%.8f", a / 1e6) + "M"));
        all.add(amount("dollars and M", a -> "$" + decimals("%.8f", a / 1e6) + "M"));
        all.add(amount("exponents", a -> decimals("%.6e", a)));
        all.add(amount("cents", a -> decimals("%.0f", a * 100)));
        all.add(amount("white space", a -> "  " + decimals("%.2f", a) + " "));
        for (String marker : List.of(
                "-",
                "--",
                ".",
                "None",
                "missing",
                "unknown",
                "Unknown",
                "n.a.",
                "\\N",
                "nil",
                "*",
                "#N/A",
                "#DIV/0!",
                "<NA>",
                "(null)",
                "not asked",
                "NULL",
                "nan",
                "?",
                "N/A",
                "Infinity",
                "-inf",
                "no answer")) {
            all.add(new Spelling("missing " + marker).missing(marker));
        }
        all.add(amount("$ and a marker", a -> "$" + grouped(a, ',', '.')).missing("n/d"));
        for (String pattern : List.of(
                "dd/MM/yyyy",
                "d/M/yyyy",
                "MM/dd/yyyy",
                "M/d/yy",
                "dd.MM.yyyy",
                "d.M.yy",
                "dd-MM-yyyy",
                "yyyy/MM/dd",
                "yyyy.MM.dd",
                "yyyyMMdd",
                "dd-MMM-yyyy",
                "d MMM yyyy",
                "d MMMM yyyy",
                "MMM d, yyyy",
                "MMMM d, yyyy",
                "EEE, dd MMM yyyy HH:mm:ss Z",
                "EEEE, d MMMM yyyy",
                "dd/MM/yyyy HH:mm",
                "MM/dd/yyyy h:mm a",
                "yyyy-MM-dd HH:mm:ss",
                "yyyy-MM-dd'T'HH:mm:ss.SSSX",
                "yyyy-MM-dd HH:mm:ss 'UTC'",
                "dd.MM.yyyy, HH:mm:ss")) {
            all.add(date(pattern));
        }
        all.add(new Spelling("joined in seconds").joined(day -> "" + day.toEpochDay() * 86_400));
        all.add(new Spelling("joined in milliseconds").joined(day -> "" + day.toEpochDay() * 86_400_000));
        all.add(new Spelling("took 1:02:03").took(SpellingsTest::clock));
        all.add(new Spelling("took 01:02:03").took(seconds -> "0" + clock(seconds)));
        all.add(new Spelling("took 0 days 01:02:03").took(seconds -> "0 days 0" + clock(seconds)));
        all.add(new Spelling("took 1h 2m 3s")
                .took(seconds -> seconds / 3600 + "h " + seconds / 60 % 60 + "m " + seconds % 60 + "s"));
        all.add(new Spelling("took 62:03")
                .took(seconds -> String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)));
        all.add(new Spelling("vip true").vip("false", "true"));
        all.add(new Spelling("vip TRUE").vip("FALSE", "TRUE"));
        all.add(new Spelling("vip yes").vip("no", "yes"));
        all.add(new Spelling("vip Y").vip("N", "Y"));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aSpellingHasTheSameKindsAndPredictsAsWell(Spelling spelling) {
        assertThat(trained(spelling).kinds()).isEqualTo(trained(PLAIN).kinds());
        assertThat(auc(spelling)).isCloseTo(EXPECTED, within(CLOSE));
    }

    private static TrainedCsv trained(Spelling spelling) {
        return TrainedCsv.of(spelling.name, spelling.csv(rows(1)), SETTINGS);
    }

    /** The area under the ROC curve of predictions for other rows in the same spelling. */
    private static double auc(Spelling spelling) {
        List<Row> rows = rows(2);
        List<Double> predicted = trained(spelling).predictions(spelling.csv(rows), spelling.separator);
        List<Integer> order = IntStream.range(0, ROWS)
                .boxed()
                .sorted(Comparator.comparingDouble(predicted::get))
                .toList();
        double positives = 0;
        double ranks = 0;
        for (int rank = 0; rank < ROWS; rank++) {
            if (rows.get(order.get(rank)).churned()) {
                positives++;
                ranks += rank + 1;
            }
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * (ROWS - positives));
    }
}
