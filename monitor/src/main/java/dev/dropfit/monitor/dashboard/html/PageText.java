package dev.dropfit.monitor.dashboard.html;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;
import dev.dropfit.core.registry.facts.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.regex.Pattern;

/** Figures and times as pages show them: those of {@link Figures} with a real minus sign, and {@link #NONE} for what is not known. */
public final class PageText {
    public static final String NONE = Figures.typographic(Figures.NONE);

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int MAX_LEVEL = 24;
    private static final Pattern WITH_DECIMALS = Pattern.compile("-?\\d+\\.\\d+");
    /** From here on, three decimals show something. */
    private static final double MIN_THREE_DECIMALS = 0.0005;

    private PageText() {}

    public static String metric(Metric metric, double value) {
        return Figures.typographic(metric.format(value));
    }

    /** A figure with its 95 % interval, if that is known. */
    public static Html estimate(Estimate estimate, DoubleFunction<String> format) {
        return Html.of(
                "{}{}",
                format.apply(estimate.value()),
                estimate.interval()
                        .map(known -> Html.of(
                                " <small class=\"muted\">{} to {}</small>",
                                format.apply(known.low()),
                                format.apply(known.high())))
                        .orElseGet(Html::none));
    }

    /** A difference between two values of a metric, with its sign. */
    public static String difference(Metric metric, double difference) {
        return Figures.typographic(metric.formatDifference(difference));
    }

    /** A value of a column, which is often exact: without trailing zeros, as in the dataset. */
    public static String value(double value) {
        String figure = Figures.number(value);
        return Figures.typographic(
                WITH_DECIMALS.matcher(figure).matches() ? figure.replaceFirst("\\.?0+$", "") : figure);
    }

    /** A figure of the order of 1, such as a precision. */
    public static String ratio(double value) {
        return Figures.typographic(Figures.ratio(value));
    }

    /** A predicted quantity. */
    public static String quantity(double value) {
        return Figures.typographic(Figures.number(value));
    }

    /** A share from 0 to 1. */
    public static String percent(double share) {
        return Figures.typographic(Figures.percent(share));
    }

    public static String count(OptionalLong count) {
        return count.isPresent() ? Figures.count(count.getAsLong()) : NONE;
    }

    public static String seconds(double seconds) {
        return Figures.typographic(Figures.seconds(seconds));
    }

    public static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? Figures.bytes(bytes.getAsLong()) : NONE;
    }

    /** One of several contributions, with its sign, no more exact than the largest one needs. */
    public static String contribution(double value, double largest) {
        double size = Math.abs(value);
        String text = largest >= MIN_THREE_DECIMALS ? Figures.ratio(size) : Figures.number(size);
        return Figures.typographic(Figures.signed(value, text));
    }

    /** A category, truncated. */
    public static String level(String level) {
        return Text.truncate(level, MAX_LEVEL);
    }

    /** How long ago a time was; the title has the time itself. */
    public static Html age(Instant time, Instant now) {
        return Html.of(
                "<time datetime=\"{}\" title=\"{} UTC\">{}</time>",
                time,
                DAY_AND_TIME.format(time),
                ago(Duration.between(time, now)));
    }

    /** The short name of a version; its title, and what is copied, is the version itself. */
    public static Html version(VersionNumbers numbers, Version version) {
        return numbers.contains(version)
                ? Html.of("<span class=\"version\" title=\"{}\">{}</span>", version, numbers.name(version))
                : Html.of("<code>{}</code>", version);
    }

    /** As above, for a text that may be no version. */
    public static Html version(VersionNumbers numbers, String text) {
        return Version.parse(text)
                .map(version -> version(numbers, version))
                .orElseGet(() -> text.isEmpty() ? Html.of("{}", NONE) : Html.of("<code>{}</code>", text));
    }

    /** A time as text, to the minute. */
    public static String minute(Instant time) {
        return DAY_AND_TIME.format(time);
    }

    /** A time, to the minute. */
    public static Html moment(Instant time) {
        return Html.of("<time datetime=\"{}\" title=\"{} UTC\">{}</time>", time, time, DAY_AND_TIME.format(time));
    }

    /** How long something has lasted; the title has the time of its start. */
    public static Html duration(Instant since, Instant now) {
        return Html.of(
                "<time datetime=\"{}\" title=\"since {} UTC\">{}</time>",
                since,
                DAY_AND_TIME.format(since),
                length(Duration.between(since, now)));
    }

    private static String ago(Duration age) {
        return age.toSeconds() < 60 ? "just now" : length(age) + " ago";
    }

    private static String length(Duration age) {
        if (age.toSeconds() < 60) {
            return "less than a minute";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : Figures.count(age.toDays(), "day", "days");
    }
}
