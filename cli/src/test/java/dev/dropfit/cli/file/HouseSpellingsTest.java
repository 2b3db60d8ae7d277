package dev.dropfit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of houses in many spellings, with a price as the label: each is read with the same kinds, and its model predicts the prices of other
 * rows in the same spelling as well as the model of the plain table.
 */
class HouseSpellingsTest {
    private static final int ROWS = 600;
    private static final double CLOSE = 0.005;
    private static final String SETTINGS =
            "{\"learner\": \"linear-regression\", \"holdout\": 0, \"label\": \"price\", \"output\": \"predicted\"}";
    private static final Spelling PLAIN = new Spelling("plain");
    private static final double EXPECTED = explained(PLAIN);

    private record House(
            double area,
            double change,
            LocalDate month,
            LocalDate week,
            LocalDateTime seen,
            int drive,
            int opens,
            int fee,
            String zip,
            String phone,
            long price) {}

    /** How the cells of each column are written. */
    private static final class Spelling {
        private final String name;
        private final Map<String, Function<House, String>> columns = new LinkedHashMap<>();
        private char separator = ',';

        Spelling(String name) {
            this.name = name;
            columns.put("area", house -> decimals("%.1f", house.area()));
            columns.put("change", house -> decimals("%.1f", house.change()));
            columns.put("month", house -> house.month().toString());
            columns.put("week", house -> house.week().toString());
            columns.put("seen", house -> pattern("yyyy-MM-dd HH:mm:ss").format(house.seen()));
            columns.put("drive", house -> "" + house.drive());
            columns.put("opens", house -> "" + house.opens());
            columns.put("fee", house -> "" + house.fee());
            columns.put("zip", House::zip);
            columns.put("phone", House::phone);
            columns.put("price", house -> "" + house.price());
        }

        Spelling with(String column, Function<House, String> cell) {
            columns.put(column, cell);
            return this;
        }

        Spelling semicolons() {
            separator = ';';
            return this;
        }

        String csv(List<House> houses) {
            return Stream.concat(
                            Stream.of(String.join("" + separator, columns.keySet())),
                            houses.stream()
                                    .map(house -> columns.values().stream()
                                            .map(cell -> quoted(cell.apply(house)))
                                            .collect(Collectors.joining("" + separator))))
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private String quoted(String cell) {
            return cell.indexOf(separator) >= 0 ? "\"" + cell + "\"" : cell;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<House> houses(int seed) {
        Random random = new Random(seed);
        List<House> houses = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double area = Math.round(10 * (40 + 160 * random.nextDouble())) / 10.0;
            double change = Math.round(10 * (20 * random.nextDouble() - 10)) / 10.0;
            LocalDate month = LocalDate.of(2019, 1, 1).plusMonths(random.nextInt(60));
            LocalDate week = LocalDate.of(2020, 1, 6)
                    .plusDays(random.nextInt(1400))
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            LocalDateTime seen = LocalDateTime.of(2021, 1, 1, 0, 0).plusMinutes(random.nextInt(1_500_000));
            int drive = 60 * (1 + random.nextInt(400));
            int opens = 60 * random.nextInt(24 * 60);
            int fee = random.nextInt(3) == 0 ? 0 : 100 + random.nextInt(5000);
            int zip = random.nextInt(8);
            double price = 100_000
                    + 2000 * area
                    + 3000 * change
                    + 40 * (month.toEpochDay() - 18_700)
                    + 30 * (week.toEpochDay() - 19_000)
                    + 2000 * seen.getHour()
                    - 2 * drive
                    - 10 * fee
                    + 15_000 * zip
                    + 20_000 * random.nextGaussian();
            houses.add(new House(
                    area,
                    change,
                    month,
                    week,
                    seen,
                    drive,
                    opens,
                    fee,
                    String.format(Locale.ROOT, "%05d", 123 + 1000 * zip),
                    String.format(Locale.ROOT, "+49 30 %07d", random.nextInt(10_000_000)),
                    Math.round(price)));
        }
        return houses;
    }

    private static String decimals(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static String grouped(long number, String group) {
        return String.format(Locale.ROOT, "%,d", number).replace(",", group);
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    static Stream<Spelling> spellings() {
        List<Spelling> all = new ArrayList<>();
        Map<String, Function<House, String>> prices = new LinkedHashMap<>();
        prices.put("$250,000", house -> "$" + grouped(house.price(), ","));
        prices.put("$250,000.00", house -> "$" + grouped(house.price(), ",") + ".00");
        prices.put("USD 250.1k", house -> "USD " + decimals("%.3f", house.price() / 1000.0) + "k");
        prices.put("$0.25M", house -> "$" + decimals("%.6f", house.price() / 1e6) + "M");
        prices.put("CHF 250'000", house -> "CHF " + grouped(house.price(), "'"));
        prices.put("CHF 250\u2019000.-", house -> "CHF " + grouped(house.price(), "\u2019"));
        prices.put("250 000,50 €", house -> grouped(house.price(), " ") + ",00 €");
        prices.put("250\u00A0000 €", house -> grouped(house.price(), "\u00A0") + " €");
        prices.put("250\u202F000", house -> grouped(house.price(), "\u202F"));
        prices.put("250.000 EUR", house -> grouped(house.price(), ".") + " EUR");
        prices.put("₹2,50,000", house -> "₹" + grouped(house.price(), ","));
        prices.put("R$ 250.000,00", house -> "R$ " + grouped(house.price(), ".") + ",00");
        prices.put("250_000", house -> grouped(house.price(), "_"));
        prices.put("2.5e5", house -> decimals("%.6e", (double) house.price()));
        prices.put("+250000", house -> "+" + house.price());
        prices.put("250000.00", house -> house.price() + ".00");
        prices.forEach((name, price) -> {
            all.add(new Spelling("price " + name).with("price", price));
            all.add(new Spelling("price " + name + ", semicolons")
                    .with("price", price)
                    .semicolons());
        });
        Map<String, Function<House, String>> areas = new LinkedHashMap<>();
        areas.put("m²", house -> decimals("%.1f m²", house.area()));
        areas.put("m2", house -> decimals("%.1fm2", house.area()));
        areas.put("sq ft", house -> decimals("%.1f sq ft", house.area()));
        areas.put("sqm.", house -> decimals("%.1f sqm.", house.area()));
        areas.put("square metres", house -> decimals("%.1f square metres", house.area()));
        areas.put("~", house -> decimals("%.1f", house.area()) + "0");
        areas.put(
                "m and cm",
                house -> house.area() > 100
                        ? decimals("%.1f m", house.area())
                        : decimals("%.0f cm", 100 * house.area()));
        areas.put(
                "km and m",
                house -> house.area() > 100
                        ? decimals("%.4f km", house.area() / 1000)
                        : decimals("%.1f m", house.area()));
        areas.put(
                "kg and g",
                house -> house.area() > 100
                        ? decimals("%.1f kg", house.area())
                        : decimals("%.0fg", 1000 * house.area()));
        areas.put(
                "lb and oz",
                house -> house.area() > 100
                        ? decimals("%.1f lbs", house.area())
                        : decimals("%.2f oz", 16 * house.area()));
        areas.forEach((name, area) -> all.add(new Spelling("area " + name).with("area", area)));
        Map<String, Function<House, String>> changes = new LinkedHashMap<>();
        changes.put("-5.0 %", house -> decimals("%.1f %%", house.change()));
        changes.put("-5.0%", house -> decimals("%.1f%%", house.change()));
        changes.put("\u22125.0%", house -> decimals("%.1f%%", house.change()).replace('-', '\u2212'));
        changes.put("\u20135.0", house -> decimals("%.1f", house.change()).replace('-', '\u2013'));
        changes.put(
                "(5.0)",
                house -> house.change() < 0 ? decimals("(%.1f)", -house.change()) : decimals("%.1f", house.change()));
        changes.put(
                "5.0-",
                house -> house.change() < 0 ? decimals("%.1f-", -house.change()) : decimals("%.1f", house.change()));
        changes.put("+5.0", house -> decimals("%+.1f", house.change()));
        changes.put("5,0 %", house -> decimals("%.1f %%", house.change()).replace('.', ','));
        changes.put("5,0", house -> decimals("%.1f", house.change()).replace('.', ','));
        changes.forEach((name, change) -> {
            all.add(new Spelling("change " + name).with("change", change));
            all.add(new Spelling("change " + name + ", semicolons")
                    .with("change", change)
                    .semicolons());
        });
        for (String pattern : List.of(
                "yyyy-MM",
                "yyyy/MM",
                "MM/yyyy",
                "MMM-yy",
                "MMM yyyy",
                "MMMM yyyy",
                "yyyy'M'MM",
                "MMM-yyyy",
                "yyyy.MM.dd",
                "d MMM yy",
                "d-MMM-yyyy",
                "dd/MMM/yyyy")) {
            all.add(new Spelling("month " + pattern)
                    .with("month", house -> pattern(pattern).format(house.month())));
        }
        all.add(new Spelling("week 2024-W05")
                .with(
                        "week",
                        house -> DateTimeFormatter.ISO_WEEK_DATE
                                .format(house.week())
                                .substring(0, 8)));
        all.add(new Spelling("week 2024-W05-1")
                .with("week", house -> DateTimeFormatter.ISO_WEEK_DATE.format(house.week())));
        all.add(new Spelling("week 2024W05")
                .with(
                        "week",
                        house -> DateTimeFormatter.ISO_WEEK_DATE
                                .format(house.week())
                                .substring(0, 8)
                                .replace("-", "")));
        for (String pattern : List.of(
                "dd.MM.yyyy HH:mm",
                "d.M.yyyy H:mm",
                "dd/MM/yyyy HH:mm:ss",
                "MM/dd/yyyy hh:mm a",
                "M/d/yy h:mm a",
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                "yyyy-MM-dd'T'HH:mm:ss'+00:00'",
                "yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'",
                "yyyy/MM/dd HH:mm",
                "EEE MMM dd HH:mm:ss 'UTC' yyyy",
                "dd MMM yyyy, HH:mm",
                "MMM d, yyyy 'at' h:mm a")) {
            all.add(new Spelling("seen " + pattern)
                    .with("seen", house -> pattern(pattern).format(house.seen())));
        }
        all.add(new Spelling("seen in seconds")
                .with("seen", house -> "" + house.seen().toEpochSecond(ZoneOffset.UTC)));
        all.add(new Spelling("seen in milliseconds")
                .with("seen", house -> house.seen().toEpochSecond(ZoneOffset.UTC) + "000"));
        all.add(new Spelling("seen with an offset")
                .with("seen", house -> house.seen().plusHours(2) + ":00+02:00"));
        Map<String, Function<House, String>> drives = new LinkedHashMap<>();
        drives.put("1h 30m", house -> house.drive() / 3600 + "h " + house.drive() / 60 % 60 + "m");
        drives.put("1 h 30 min", house -> house.drive() / 3600 + " h " + house.drive() / 60 % 60 + " min");
        drives.put(
                "1 hour 30 minutes", house -> house.drive() / 3600 + " hours " + house.drive() / 60 % 60 + " minutes");
        drives.put("PT1H30M", house -> "PT" + house.drive() / 3600 + "H" + house.drive() / 60 % 60 + "M");
        drives.put("P0DT1H30M", house -> "P0DT" + house.drive() / 3600 + "H" + house.drive() / 60 % 60 + "M");
        drives.put("1:30:00", house -> house.drive() / 3600 + decimals(":%02.0f:00", house.drive() / 60 % 60));
        drives.put("90 min", house -> house.drive() / 60 + " min");
        drives.put(
                "90 min or 1.5 h",
                house -> house.drive() < 7200
                        ? house.drive() / 60 + " min"
                        : decimals("%.4f h", house.drive() / 3600.0));
        drives.put(
                "90m or 1.5h",
                house -> house.drive() < 7200 ? house.drive() / 60 + "m" : decimals("%.4fh", house.drive() / 3600.0));
        drives.forEach((name, drive) -> all.add(new Spelling("drive " + name).with("drive", drive)));
        all.add(new Spelling("opens 12:30 PM")
                .with(
                        "opens",
                        house -> pattern("h:mm a")
                                .format(house.seen()
                                        .toLocalDate()
                                        .atStartOfDay()
                                        .plusSeconds(house.opens()))));
        all.add(new Spelling("opens 14:30")
                .with(
                        "opens",
                        house -> pattern("HH:mm")
                                .format(house.seen()
                                        .toLocalDate()
                                        .atStartOfDay()
                                        .plusSeconds(house.opens()))));
        for (String free : List.of("Free", "free", "FREE")) {
            all.add(new Spelling("fee " + free).with("fee", house -> house.fee() == 0 ? free : "$" + house.fee()));
            all.add(new Spelling("fee plain " + free).with("fee", house -> house.fee() == 0 ? free : "" + house.fee()));
        }
        all.add(new Spelling("fee with decimals")
                .with("fee", house -> house.fee() == 0 ? "$0.00" : "$" + grouped(house.fee(), ",") + ".00"));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void aSpellingHasTheSameKindsAndPredictsAsWell(Spelling spelling) {
        assertThat(trained(spelling).kinds()).isEqualTo(trained(PLAIN).kinds());
        assertThat(explained(spelling)).isCloseTo(EXPECTED, within(CLOSE));
    }

    private static TrainedCsv trained(Spelling spelling) {
        return TrainedCsv.of(spelling.name, spelling.csv(houses(11)), SETTINGS);
    }

    /** The share of the variance of the prices of other houses that the predictions explain. */
    private static double explained(Spelling spelling) {
        List<House> houses = houses(12);
        List<Double> predicted = trained(spelling).predictions(spelling.csv(houses), spelling.separator);
        double mean = houses.stream().mapToLong(House::price).average().orElseThrow();
        double left = 0;
        double all = 0;
        for (int row = 0; row < ROWS; row++) {
            double price = houses.get(row).price();
            double prediction = predicted.get(row);
            left += (price - prediction) * (price - prediction);
            all += (price - mean) * (price - mean);
        }
        return 1 - left / all;
    }
}
