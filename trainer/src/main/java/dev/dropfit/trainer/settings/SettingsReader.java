package dev.dropfit.trainer.settings;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.dropfit.core.JsonPlace;
import dev.dropfit.core.Spelling;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.Rollout;
import dev.dropfit.core.registry.facts.Costs;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code dropfit.json}: strict JSON with known keys, each at most once. */
public final class SettingsReader {
    /** The maximum length of {@code dropfit.json}, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final List<String> KEYS = List.of(
            "label",
            "output",
            "labels",
            "positive",
            "threshold",
            "costs",
            "columns",
            "missing",
            "dates",
            "learner",
            "monotone",
            "budget",
            "holdout",
            "split",
            "gate",
            "alert",
            "rollout",
            "keep",
            "keep_examples");
    private static final List<String> SPLIT_KEYS = List.of("by", "group", "time");
    private static final List<String> GATE_KEYS =
            List.of("metric", "threshold", "max_regression", "min_holdout_rows", "slices");
    private static final List<String> COST_KEYS = List.of("false_positive", "false_negative");
    private static final List<String> ALERT_KEYS =
            List.of("metric", "below", "above", "on", "drop", "cooldown_minutes", "live");
    private static final List<String> ROLLOUT_KEYS = List.of("shadow_hours", "canary");
    /** Counts of live traffic are kept for 60 days. */
    private static final int MAX_SHADOW_HOURS = 1000;

    private static final int MAX_SHARE = 100;
    private static final List<String> VERDICTS = List.of("promoted", "rejected", "invalid");
    private static final Metric[] GATE_METRICS =
            Arrays.stream(Metric.values()).filter(Metric::judges).toArray(Metric[]::new);
    private static final double MAX_HOLDOUT = 0.9;
    private static final List<String> BUDGET_KEYS = List.of("seconds");
    /** The seconds of one CPU that leave enough of the timeout of a function for the rest of a run. */
    private static final int MAX_BUDGET = 400;

    private static final Pattern OUTPUT = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    /** The other keys of a response. */
    private static final Set<String> RESERVED_OUTPUTS =
            Set.of("probability", "probabilities", "model", "version", "warnings", "explanation", "error");

    private final JsonReader json;

    private SettingsReader(JsonReader json) {
        this.json = json;
    }

    /**
     * Reads settings.
     *
     * @param text JSON, with or without a byte order mark
     * @throws InvalidSettingsException at the first invalid setting
     */
    public static Settings read(String text) throws InvalidSettingsException {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonReader json = new JsonReader(new StringReader(content))) {
            json.setStrictness(Strictness.STRICT);
            Settings settings = new SettingsReader(json).settings();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new InvalidSettingsException("dropfit.json has content after its closing brace");
            }
            return settings;
        } catch (MalformedJsonException | EOFException e) {
            throw new InvalidSettingsException(
                    "dropfit.json is not valid JSON" + JsonPlace.of(e) + "; accepted is strict JSON (RFC 8259)");
        } catch (IOException e) {
            throw new InvalidSettingsException("dropfit.json can't be read: " + e.getMessage());
        }
    }

    private Settings settings() throws IOException, InvalidSettingsException {
        Optional<String> label = Optional.empty();
        Optional<String> output = Optional.empty();
        Map<String, String> labels = Map.of();
        Optional<String> positive = Optional.empty();
        Optional<DecisionSettings> decision = Optional.empty();
        Map<String, ColumnKind> columns = Map.of();
        List<String> missing = List.of();
        Optional<DateOrder> dates = Optional.empty();
        Optional<LearnerName> learner = Optional.empty();
        Map<String, Direction> monotone = Map.of();
        double budget = Settings.DEFAULT_BUDGET;
        double holdout = Settings.DEFAULT_HOLDOUT;
        SplitSettings split = new SplitSettings.ByRow(false);
        GateSettings gate = GateSettings.NONE;
        Optional<AlertSettings> alert = Optional.empty();
        Optional<Rollout> rollout = Optional.empty();
        OptionalInt keep = OptionalInt.empty();
        boolean keepExamples = false;
        Set<String> seen = new HashSet<>();
        beginObject("the content");
        while (json.hasNext()) {
            String key = key("", KEYS, seen);
            switch (key) {
                case "label" -> label = Optional.of(string(key));
                case "output" -> output = Optional.of(output(string(key)));
                case "labels" -> labels = strings(key);
                case "positive" -> positive = Optional.of(value(key));
                case "threshold", "costs" -> {
                    if (decision.isPresent()) {
                        throw new InvalidSettingsException(
                                "dropfit.json: threshold and costs are both set; accepted is one of them, because"
                                        + " costs determine the threshold");
                    }
                    decision = Optional.of(key.equals("costs") ? costs() : threshold());
                }
                case "columns" -> columns = columns();
                case "missing" -> missing = missing();
                case "dates" -> dates = Optional.of(choice(key, DateOrder.values(), DateOrder::text));
                case "learner" -> learner = Optional.of(choice(key, LearnerName.values(), LearnerName::text));
                case "monotone" -> monotone = monotone();
                case "budget" -> budget = budget();
                case "holdout" -> holdout = holdout();
                case "split" -> split = split();
                case "gate" -> gate = gate();
                case "alert" -> alert = Optional.of(alert());
                case "rollout" -> rollout = Optional.of(rollout());
                case "keep" -> keep = OptionalInt.of(atLeastOne(key));
                default -> keepExamples = flag(key);
            }
        }
        json.endObject();
        if (alert.isPresent()) {
            checkDirection(alert.get(), gate);
        }
        if (!monotone.isEmpty() && learner.isPresent() && learner.get() != LearnerName.GRADIENT_BOOSTING) {
            throw new InvalidSettingsException("dropfit.json: monotone is set, but learner is "
                    + learner.get().text() + "; accepted with it is " + LearnerName.GRADIENT_BOOSTING.text()
                    + ", which is also fitted if learner is not set");
        }
        return new Settings(
                label,
                output,
                labels,
                positive,
                decision,
                columns,
                missing,
                dates,
                learner,
                monotone,
                budget,
                holdout,
                split,
                gate,
                alert,
                rollout,
                keep,
                keepExamples);
    }

    private static String output(String output) throws InvalidSettingsException {
        if (!OUTPUT.matcher(output).matches() || RESERVED_OUTPUTS.contains(output)) {
            throw new InvalidSettingsException("dropfit.json: output is '" + output
                    + "'; accepted are 1 to 64 printable characters, except the other keys of a response: "
                    + RESERVED_OUTPUTS.stream().sorted().collect(Collectors.joining(", ")));
        }
        return output;
    }

    private DecisionSettings threshold() throws IOException, InvalidSettingsException {
        double threshold = number("threshold");
        if (threshold <= 0 || threshold >= 1) {
            throw new InvalidSettingsException("dropfit.json: threshold is " + threshold
                    + "; accepted are probabilities of more than 0 and less than 1");
        }
        return new DecisionSettings.ByThreshold(threshold);
    }

    private DecisionSettings costs() throws IOException, InvalidSettingsException {
        OptionalDouble falsePositive = OptionalDouble.empty();
        OptionalDouble falseNegative = OptionalDouble.empty();
        Set<String> seen = new HashSet<>();
        beginObject("costs");
        while (json.hasNext()) {
            String key = key("costs.", COST_KEYS, seen);
            if (key.equals("false_positive")) {
                falsePositive = OptionalDouble.of(moreThanZero("costs." + key));
            } else {
                falseNegative = OptionalDouble.of(moreThanZero("costs." + key));
            }
        }
        json.endObject();
        if (falsePositive.isEmpty() || falseNegative.isEmpty()) {
            throw new InvalidSettingsException(
                    "dropfit.json: costs needs both keys; accepted is {\"false_positive\": 1, \"false_negative\": 5}"
                            + " with your costs");
        }
        Costs costs = new Costs(falsePositive.getAsDouble(), falseNegative.getAsDouble());
        if (costs.threshold() <= 0 || costs.threshold() >= 1) {
            throw new InvalidSettingsException(
                    "dropfit.json: the costs differ too much to have a threshold between 0 and 1");
        }
        return new DecisionSettings.ByCosts(costs);
    }

    private double moreThanZero(String key) throws IOException, InvalidSettingsException {
        double number = number(key);
        if (number <= 0) {
            throw new InvalidSettingsException(
                    "dropfit.json: " + key + " is " + number + "; accepted are numbers of more than 0");
        }
        return number;
    }

    private Map<String, ColumnKind> columns() throws IOException, InvalidSettingsException {
        Map<String, ColumnKind> columns = new LinkedHashMap<>();
        beginObject("columns");
        while (json.hasNext()) {
            String name = json.nextName();
            ColumnKind kind = choice("columns." + name, ColumnKind.values(), ColumnKind::text);
            if (columns.put(name, kind) != null) {
                throw new InvalidSettingsException("dropfit.json: columns contains '" + name + "' twice");
            }
        }
        json.endObject();
        return columns;
    }

    private Map<String, Direction> monotone() throws IOException, InvalidSettingsException {
        Map<String, Direction> directions = new LinkedHashMap<>();
        beginObject("monotone");
        while (json.hasNext()) {
            String name = json.nextName();
            Direction direction = choice("monotone." + name, Direction.values(), Direction::text);
            if (directions.put(name, direction) != null) {
                throw new InvalidSettingsException("dropfit.json: monotone contains '" + name + "' twice");
            }
        }
        json.endObject();
        return directions;
    }

    private List<String> missing() throws IOException, InvalidSettingsException {
        List<String> texts = new ArrayList<>();
        expect("missing", "an array of strings or numbers, such as [\"not asked\", -999]", JsonToken.BEGIN_ARRAY);
        json.beginArray();
        while (json.hasNext()) {
            expect("missing[" + texts.size() + "]", "a string or a number", JsonToken.STRING, JsonToken.NUMBER);
            texts.add(json.nextString().strip());
        }
        json.endArray();
        return texts;
    }

    private double budget() throws IOException, InvalidSettingsException {
        OptionalDouble seconds = OptionalDouble.empty();
        Set<String> seen = new HashSet<>();
        beginObject("budget");
        while (json.hasNext()) {
            seconds = OptionalDouble.of(number("budget." + key("budget.", BUDGET_KEYS, seen)));
        }
        json.endObject();
        double budget = seconds.orElse(Settings.DEFAULT_BUDGET);
        if (budget < 1 || budget > MAX_BUDGET) {
            throw new InvalidSettingsException(
                    "dropfit.json: budget.seconds is " + budget + "; accepted are 1 to " + MAX_BUDGET);
        }
        return budget;
    }

    private double holdout() throws IOException, InvalidSettingsException {
        double holdout = number("holdout");
        if (holdout < 0 || holdout > MAX_HOLDOUT) {
            throw new InvalidSettingsException(
                    "dropfit.json: holdout is " + holdout + "; accepted are 0 to " + MAX_HOLDOUT);
        }
        return holdout;
    }

    private SplitSettings split() throws IOException, InvalidSettingsException {
        Optional<SplitSettings> split = Optional.empty();
        beginObject("split");
        while (json.hasNext()) {
            String key = key("split.", SPLIT_KEYS, new HashSet<>());
            if (split.isPresent()) {
                throw new InvalidSettingsException(
                        "dropfit.json: split has several keys; accepted is one of " + String.join(", ", SPLIT_KEYS));
            }
            split = Optional.of(
                    switch (key) {
                        case "group" -> new SplitSettings.ByGroup(string("split.group"));
                        case "time" -> new SplitSettings.ByTime(string("split.time"));
                        default -> {
                            choice("split.by", new String[] {"row"}, Function.identity());
                            yield new SplitSettings.ByRow(true);
                        }
                    });
        }
        json.endObject();
        return split.orElseThrow(() -> new InvalidSettingsException(
                "dropfit.json: split is empty; accepted is one of " + String.join(", ", SPLIT_KEYS)));
    }

    private GateSettings gate() throws IOException, InvalidSettingsException {
        Optional<Metric> metric = Optional.empty();
        OptionalDouble threshold = OptionalDouble.empty();
        OptionalDouble maxRegression = OptionalDouble.empty();
        OptionalInt minHoldoutRows = OptionalInt.empty();
        OptionalDouble slices = OptionalDouble.empty();
        Set<String> seen = new HashSet<>();
        beginObject("gate");
        while (json.hasNext()) {
            String key = key("gate.", GATE_KEYS, seen);
            switch (key) {
                case "metric" -> metric = Optional.of(choice("gate.metric", GATE_METRICS, Metric::text));
                case "threshold" -> threshold = OptionalDouble.of(number("gate.threshold"));
                case "min_holdout_rows" -> minHoldoutRows = OptionalInt.of(atLeastOne("gate.min_holdout_rows"));
                case "slices" -> slices = OptionalDouble.of(atLeastZero("gate.slices"));
                default -> maxRegression = OptionalDouble.of(atLeastZero("gate.max_regression"));
            }
        }
        json.endObject();
        return new GateSettings(metric, threshold, maxRegression, minHoldoutRows, slices);
    }

    private Rollout rollout() throws IOException, InvalidSettingsException {
        int shadowHours = 0;
        List<Integer> canary = List.of();
        Set<String> seen = new HashSet<>();
        beginObject("rollout");
        while (json.hasNext()) {
            if (key("rollout.", ROLLOUT_KEYS, seen).equals("canary")) {
                canary = shares("rollout.canary");
            } else {
                shadowHours = whole("rollout.shadow_hours", 0);
            }
        }
        json.endObject();
        if (shadowHours > MAX_SHADOW_HOURS) {
            throw new InvalidSettingsException("dropfit.json: rollout.shadow_hours is " + shadowHours
                    + "; accepted are whole numbers from 0 to " + MAX_SHADOW_HOURS);
        }
        if (shadowHours == 0 && canary.isEmpty()) {
            throw new InvalidSettingsException("dropfit.json: rollout has no step; accepted is"
                    + " {\"shadow_hours\": 24, \"canary\": [5, 25, 100]} with one or both keys");
        }
        return new Rollout(shadowHours, canary);
    }

    private List<Integer> shares(String key) throws IOException, InvalidSettingsException {
        List<Integer> shares = new ArrayList<>();
        expect(key, "an array of shares in percent, such as [5, 25, 100]", JsonToken.BEGIN_ARRAY);
        json.beginArray();
        while (json.hasNext()) {
            String place = key + "[" + shares.size() + "]";
            int share = whole(place, 1);
            int before = shares.isEmpty() ? 0 : shares.get(shares.size() - 1);
            if (share <= before || share > MAX_SHARE) {
                throw new InvalidSettingsException("dropfit.json: " + place + " is " + share
                        + "; accepted are shares up to " + MAX_SHARE + ", each above the one before");
            }
            shares.add(share);
        }
        json.endArray();
        return shares;
    }

    private AlertSettings alert() throws IOException, InvalidSettingsException {
        Optional<Metric> metric = Optional.empty();
        OptionalDouble below = OptionalDouble.empty();
        OptionalDouble above = OptionalDouble.empty();
        Optional<List<String>> on = Optional.empty();
        OptionalDouble drop = OptionalDouble.empty();
        OptionalInt cooldownMinutes = OptionalInt.empty();
        Optional<Boolean> live = Optional.empty();
        Set<String> seen = new HashSet<>();
        beginObject("alert");
        while (json.hasNext()) {
            String key = key("alert.", ALERT_KEYS, seen);
            switch (key) {
                case "metric" -> metric = Optional.of(choice("alert.metric", Metric.values(), Metric::text));
                case "below" -> below = OptionalDouble.of(number("alert.below"));
                case "above" -> above = OptionalDouble.of(number("alert.above"));
                case "on" -> on = Optional.of(verdicts());
                case "drop" -> drop = OptionalDouble.of(atLeastZero("alert.drop"));
                case "cooldown_minutes" -> cooldownMinutes = OptionalInt.of(whole("alert.cooldown_minutes", 0));
                default -> live = Optional.of(flag("alert.live"));
            }
        }
        json.endObject();
        return new AlertSettings(metric, below, above, on, drop, cooldownMinutes, live);
    }

    private boolean flag(String key) throws IOException, InvalidSettingsException {
        expect(key, "true or false", JsonToken.BOOLEAN);
        return json.nextBoolean();
    }

    private List<String> verdicts() throws IOException, InvalidSettingsException {
        List<String> verdicts = new ArrayList<>();
        expect("alert.on", "an array of " + String.join(", ", VERDICTS), JsonToken.BEGIN_ARRAY);
        json.beginArray();
        while (json.hasNext()) {
            String verdict = choice("alert.on", VERDICTS.toArray(String[]::new), Function.identity());
            if (verdicts.contains(verdict)) {
                throw new InvalidSettingsException("dropfit.json: alert.on contains '" + verdict + "' twice");
            }
            verdicts.add(verdict);
        }
        json.endArray();
        return verdicts;
    }

    /** A limit on the wrong side would send an alert for every good run and for no bad one. */
    private static void checkDirection(AlertSettings alert, GateSettings gate) throws InvalidSettingsException {
        // For both tasks, higher values of the default metric are better.
        Optional<Metric> metric = alert.metric().or(gate::metric);
        boolean higherIsBetter = metric.map(Metric::higherIsBetter).orElse(true);
        if (higherIsBetter ? alert.above().isPresent() : alert.below().isPresent()) {
            throw new InvalidSettingsException(
                    "dropfit.json: alert.%s is set, but %s is better when it is %s; accepted is alert.%s"
                            .formatted(
                                    higherIsBetter ? "above" : "below",
                                    metric.map(Metric::text).orElse("the metric"),
                                    higherIsBetter ? "higher" : "lower",
                                    higherIsBetter ? "below" : "above"));
        }
    }

    private String key(String parent, List<String> accepted, Set<String> seen)
            throws IOException, InvalidSettingsException {
        String key = json.nextName();
        if (!accepted.contains(key)) {
            throw new InvalidSettingsException("dropfit.json: unknown key '" + parent + key + "'; accepted are "
                    + String.join(", ", accepted) + Spelling.suggestion(key, accepted));
        }
        if (!seen.add(key)) {
            throw new InvalidSettingsException("dropfit.json: the key '" + parent + key + "' occurs twice");
        }
        return key;
    }

    private void beginObject(String key) throws IOException, InvalidSettingsException {
        expect(key, "an object", JsonToken.BEGIN_OBJECT);
        json.beginObject();
    }

    private String string(String key) throws IOException, InvalidSettingsException {
        expect(key, "a string", JsonToken.STRING);
        return json.nextString();
    }

    /** A value of the label: users write {@code 1} or {@code "1"}. */
    private String value(String key) throws IOException, InvalidSettingsException {
        expect(key, "a string, a number or a boolean", JsonToken.STRING, JsonToken.NUMBER, JsonToken.BOOLEAN);
        return json.peek() == JsonToken.BOOLEAN ? Boolean.toString(json.nextBoolean()) : json.nextString();
    }

    private Map<String, String> strings(String key) throws IOException, InvalidSettingsException {
        Map<String, String> strings = new LinkedHashMap<>();
        beginObject(key);
        while (json.hasNext()) {
            String name = json.nextName();
            if (strings.put(name, string(key + "." + name)) != null) {
                throw new InvalidSettingsException("dropfit.json: " + key + " contains '" + name + "' twice");
            }
        }
        json.endObject();
        return strings;
    }

    private double number(String key) throws IOException, InvalidSettingsException {
        expect(key, "a number", JsonToken.NUMBER);
        // As text first: the reader says of a number that no double can hold that it is not JSON.
        String written = json.nextString();
        double number = Double.parseDouble(written);
        if (!Double.isFinite(number)) {
            throw new InvalidSettingsException("dropfit.json: " + key + " is " + Text.truncate(written, 40)
                    + "; accepted are numbers up to " + Double.MAX_VALUE);
        }
        return number;
    }

    private double atLeastZero(String key) throws IOException, InvalidSettingsException {
        double number = number(key);
        if (number < 0) {
            throw new InvalidSettingsException("dropfit.json: " + key + " is " + number + "; accepted are 0 and above");
        }
        return number;
    }

    private int atLeastOne(String key) throws IOException, InvalidSettingsException {
        return whole(key, 1);
    }

    private int whole(String key, int minimum) throws IOException, InvalidSettingsException {
        double number = number(key);
        if (number < minimum || number > Integer.MAX_VALUE || number != Math.rint(number)) {
            throw new InvalidSettingsException(
                    "dropfit.json: " + key + " is " + number + "; accepted are whole numbers from " + minimum);
        }
        return (int) number;
    }

    private <E> E choice(String key, E[] values, Function<E, String> text)
            throws IOException, InvalidSettingsException {
        String found = string(key);
        for (E value : values) {
            if (text.apply(value).equals(found)) {
                return value;
            }
        }
        throw new InvalidSettingsException("dropfit.json: " + key + " is '" + found + "'; accepted are "
                + Arrays.stream(values).map(text).collect(Collectors.joining(", ")));
    }

    private void expect(String key, String accepted, JsonToken... tokens) throws IOException, InvalidSettingsException {
        JsonToken found = json.peek();
        if (!List.of(tokens).contains(found)) {
            throw new InvalidSettingsException("dropfit.json: " + key + " is "
                    + switch (found) {
                        case BEGIN_OBJECT -> "an object";
                        case BEGIN_ARRAY -> "an array";
                        case STRING -> "a string";
                        case NUMBER -> "a number";
                        case BOOLEAN -> "a boolean";
                        case NULL -> "null";
                        default -> "nothing";
                    }
                    + "; accepted is " + accepted);
        }
    }
}
