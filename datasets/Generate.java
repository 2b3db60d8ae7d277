import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the sample datasets: {@code java datasets/Generate.java [output folder]}, by default into the folder
 * {@code datasets}.
 *
 * <p>Every dataset is drawn from a small model of how its columns depend on each other, written out below and described
 * in {@code README.md}. No row comes from anywhere else.
 *
 * <p>The files are the same byte for byte on every machine and every JDK from 17 on: {@link Random} specifies its
 * algorithms, {@link StrictMath} its results, and no number is formatted by way of a locale or {@link Double#toString}
 * (whose digits changed in JDK 19).
 */
public final class Generate {
    private Generate() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : defaultFolder();
        heartDisease(new Chance(1988), 1_000).write(folder.resolve("heart-disease/dataset.csv"));
        apartmentRent(new Chance(2024), 1_200).write(folder.resolve("apartment-rent/dataset.csv"));
        supportTickets(new Chance(4711), 1_500).write(folder.resolve("support-tickets/dataset.csv"));
    }

    private static Path defaultFolder() {
        return Files.exists(Path.of("Generate.java")) ? Path.of("") : Path.of("datasets");
    }

    /**
     * One latent score per patient affects every finding and decides the target; age and sex also affect the
     * findings directly. The signs follow the public copy of the Cleveland data that most tutorials use: a high score
     * means higher {@code cp} and {@code thalach}, lower {@code oldpeak}, {@code ca} 0, {@code thal} 2, target 1.
     */
    private static Csv heartDisease(Chance chance, int patients) {
        Csv csv = new Csv("age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,target");
        for (int patient = 0; patient < patients; patient++) {
            double score = chance.normal(0, 1);

            long age = chance.integer(54.4 - 2.2 * score, 8.7, 29, 77);
            double years = age - 54.4;
            int sex = chance.flag(1 - 0.9 * score);

            // Resting state: blood pressure and cholesterol rise with age and hardly depend on the score.
            long trestbps = chance.integer(131.6 + 0.5 * years - 1.5 * score, 16, 94, 200);
            double logChol = chance.normal(5.48 + 0.004 * years + (sex == 0 ? 0.07 : 0) - 0.01 * score, 0.19);
            long chol = Math.round(StrictMath.exp(logChol));
            int fbs = chance.flag(-1.8 + 0.03 * years + 0.012 * (trestbps - 131.6));
            int restecg = chance.pick(1, StrictMath.exp(0.05 + 0.4 * score - 0.02 * years), 0.03);

            // Under exercise: the heart rate falls with age; ST depression flattens the slope.
            long thalach = chance.integer(149.6 - 0.8 * years + 9 * score, 17, 71, 202);
            int exang = chance.flag(-1 - 1.6 * score);
            double oldpeak = Math.min(6.2, Math.max(0, chance.normal(0.75 - 0.75 * score, 1.2)));
            int slope = chance.pick(
                    StrictMath.exp(-2.6 + 0.7 * oldpeak),
                    StrictMath.exp(-0.3 + 0.4 * oldpeak - 0.7 * score),
                    StrictMath.exp(0.3 - 0.4 * oldpeak + 0.6 * score));

            // Findings. A ca of 4 and a thal of 0 mean "not known", whatever the score.
            int cp = chance.pick(
                    1,
                    StrictMath.exp(-1.3 + 1.5 * score),
                    StrictMath.exp(-0.6 + 1.7 * score),
                    StrictMath.exp(-2.4 + 2.5 * score));
            int ca = chance.pick(
                    1,
                    StrictMath.exp(-1.2 - 1.7 * score + 0.03 * years),
                    StrictMath.exp(-2.0 - 2.2 * score + 0.04 * years),
                    StrictMath.exp(-2.7 - 2.2 * score + 0.04 * years),
                    0.02);
            int thal = chance.pick(
                    0.01,
                    StrictMath.exp(-2.6 + 0.3 * score),
                    1,
                    StrictMath.exp(-0.9 - 1.6 * score + (sex == 1 ? 0.6 : 0)));

            int target = chance.flag(0.6 + 7 * score);
            csv.row(
                    age,
                    sex,
                    cp,
                    trestbps,
                    chol,
                    fbs,
                    restecg,
                    thalach,
                    exang,
                    decimal(oldpeak, 1),
                    slope,
                    ca,
                    thal,
                    target);
        }
        return csv;
    }

    /**
     * The rent is the area times a price per square metre plus a fixed part. The price falls with the distance from the
     * centre, rises with the year of construction, dips for post-war buildings (which a straight line can't follow) and
     * gains by a balcony and a modern heating.
     */
    private static Csv apartmentRent(Chance chance, int apartments) {
        String[] heatings = {"district", "gas", "heat pump", "oil", "stove"};
        double[] heatingPrices = {0.5, 0.2, 1.3, -0.4, -1.8};

        Csv csv = new Csv("area,rooms,floor,year_built,distance_km,heating,balcony,rent");
        for (int apartment = 0; apartment < apartments; apartment++) {
            // Further out the flats are larger, the houses lower and newer.
            double distance = Math.min(25, 0.3 - 5.5 * StrictMath.log(1 - chance.uniform()));
            double area = Math.min(190, Math.max(18, StrictMath.exp(chance.normal(4.15 + 0.012 * distance, 0.38))));
            double rooms = Math.max(1, Math.round(2 * chance.normal(0.5 + area / 29, 0.45)) / 2.0);
            long floor = chance.integer(2.6 - 0.08 * distance, 1.9, 0, 12);
            long built = chance.happens(0.05 * Math.max(0, 6 - distance))
                    ? chance.integer(1905, 9, 1870, 1925)
                    : chance.integer(1978, 23, 1926, 2023);
            boolean postWar = built >= 1946 && built < 1970;
            int heating = chance.pick(
                    StrictMath.exp(-0.12 * distance),
                    1.2,
                    built >= 2005 ? 3 : 0.08,
                    built < 1995 ? 0.5 : 0.02,
                    built < 1950 ? 0.3 : 0.005);
            boolean balcony = chance.happens(built >= 1960 ? 0.7 : 0.3);

            double price = 12.5
                    - 0.28 * distance
                    + 0.025 * (built - 1970)
                    - (postWar ? 1.2 : 0)
                    + (balcony ? 0.7 : 0)
                    + heatingPrices[heating]
                    + 0.1 * floor;
            double rent = 120 + area * chance.normal(price, 1.5) + 12 * rooms;

            // Landlords omit unknown values; the year is missing most often for old houses.
            csv.row(
                    decimal(area, 1),
                    decimal(rooms, 1),
                    chance.happens(0.02) ? null : floor,
                    chance.happens(built < 1926 ? 0.2 : 0.05) ? null : built,
                    decimal(distance, 1),
                    chance.happens(0.04) ? null : heatings[heating],
                    balcony ? "yes" : "no",
                    Math.max(180, Math.round(rent)));
        }
        return csv;
    }

    /**
     * The queue comes first, drawn by its share of all tickets; every column then depends on it, and some on each other.
     * Missing values are informative: customers without a plan mostly ask sales, and a phone call has no text to measure.
     */
    private static Csv supportTickets(Chance chance, int tickets) {
        String[] queues = {"billing", "technical", "account", "sales"};
        String[] channels = {"email", "chat", "phone", "web form"};
        String[] products = {"Mail", "Drive", "Notes, Tasks and Boards", "Meetings, Calls", "Website Builder"};
        String[] languages = {"en", "de", "fr", "es", "pt"};
        String[] plans = {"free", "team", "business", "enterprise"};
        double[][] channelWeights = {{5, 2, 2, 3}, {3, 5, 1, 4}, {2, 4, 4, 1}, {2, 2, 3, 5}};
        double[][] productWeights = {{3, 4, 2, 2, 3}, {2, 3, 4, 6, 3}, {7, 2, 1, 2, 1}, {1, 2, 4, 3, 5}};
        double[][] planWeights = {{1, 7, 6, 2}, {4, 3, 4, 5}, {7, 3, 2, 1}, {6, 4, 1, 1}};

        // Means by queue: words (as a logarithm), attachments, sentiment, age of the customer in days (as a logarithm).
        double[] logWords = {4.2, 5.2, 3.7, 4.4};
        double[] attachments = {0.9, 1.6, 0.2, 0.1};
        double[] sentiments = {-0.35, -0.15, -0.2, 0.4};
        double[] logDays = {6.2, 6.0, 5.3, 3.8};

        Csv csv = new Csv("channel,product,language,plan,customer_age_days,words,attachments,sentiment,hour,queue");
        for (int ticket = 0; ticket < tickets; ticket++) {
            int queue = chance.pick(0.27, 0.36, 0.21, 0.16);
            int channel = chance.pick(channelWeights[queue]);
            boolean phone = channels[channel].equals("phone");
            boolean prospect = chance.happens(queues[queue].equals("sales") ? 0.4 : 0.02);

            String product = products[chance.pick(productWeights[queue])];
            String language = languages[chance.pick(10, 5, 3, 3, 1)];
            String plan = plans[chance.pick(planWeights[queue])];
            long days = Math.min(4_000, Math.round(StrictMath.exp(chance.normal(logDays[queue], 1.2))));
            // People write less in a chat than in a mail.
            double shorter = channels[channel].equals("chat") ? 0.8 : 0;
            long words = Math.max(3, Math.round(StrictMath.exp(chance.normal(logWords[queue] - shorter, 0.6))));
            int files = phone ? 0 : chance.count(attachments[queue]);
            double sentiment = Math.min(1, Math.max(-1, chance.normal(sentiments[queue], 0.5)));
            // Offices write by day; technical problems occur at any hour.
            long hour = queues[queue].equals("technical") && chance.happens(0.5)
                    ? chance.integer(20, 4, 0, 23)
                    : chance.integer(12.5, 3, 0, 23);

            // Empty: there is no value. NA: the detector failed, as it does on short texts.
            csv.row(
                    channels[channel],
                    product,
                    chance.happens(words < 30 ? 0.15 : 0.02) ? "NA" : language,
                    prospect ? null : plan,
                    prospect ? 0 : days,
                    phone ? null : words,
                    files,
                    chance.happens(phone ? 0.5 : 0.03) ? "NA" : decimal(sentiment, 2),
                    hour,
                    queues[queue]);
        }
        return csv;
    }

    /** The value rounded to this number of decimals; its text is the same everywhere. */
    private static BigDecimal decimal(double value, int decimals) {
        return BigDecimal.valueOf(Math.round(value * StrictMath.pow(10, decimals)), decimals);
    }

    /** The random numbers of a dataset, from one seed. */
    private static final class Chance {
        private final Random random;

        Chance(long seed) {
            random = new Random(seed);
        }

        /** A number from 0 (inclusive) to 1 (exclusive). */
        double uniform() {
            return random.nextDouble();
        }

        double normal(double mean, double deviation) {
            return mean + deviation * random.nextGaussian();
        }

        /** A normally distributed number, rounded and limited to the bounds (inclusive). */
        long integer(double mean, double deviation, long least, long most) {
            return Math.min(most, Math.max(least, Math.round(normal(mean, deviation))));
        }

        boolean happens(double probability) {
            return uniform() < probability;
        }

        /** 1 with the probability that has these log-odds, else 0. */
        int flag(double logOdds) {
            return happens(1 / (1 + StrictMath.exp(-logOdds))) ? 1 : 0;
        }

        /** An index, with probability proportional to its weight; the weights need not add up to 1. */
        int pick(double... weights) {
            double total = 0;
            for (double weight : weights) {
                total += weight;
            }
            double left = total * uniform();
            for (int index = 0; index < weights.length - 1; index++) {
                left -= weights[index];
                if (left < 0) {
                    return index;
                }
            }
            return weights.length - 1;
        }

        /** A number with a Poisson distribution, by Knuth's multiplication: suitable for small means. */
        int count(double mean) {
            double limit = StrictMath.exp(-mean);
            int count = 0;
            for (double product = uniform(); product > limit; product *= uniform()) {
                count++;
            }
            return count;
        }
    }

    /** RFC 4180 with {@code \n} line ends; {@code null} is an empty field. */
    private static final class Csv {
        private final StringBuilder text = new StringBuilder();

        Csv(String header) {
            text.append(header).append('\n');
        }

        void row(Object... values) {
            text.append(Stream.of(values).map(Csv::field).collect(Collectors.joining(",", "", "\n")));
        }

        private static String field(Object value) {
            String field = value == null ? "" : value.toString();
            return field.matches("[^,\"\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
        }

        void write(Path file) throws IOException {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        }
    }
}
