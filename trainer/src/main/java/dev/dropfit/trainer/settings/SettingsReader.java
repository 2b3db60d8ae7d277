package dev.dropfit.trainer.settings;

import com.google.gson.stream.MalformedJsonException;
import dev.dropfit.core.JsonPlace;
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

    private final SettingsJson json;

    private SettingsReader(SettingsJson json) {
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
        try (SettingsJson json = new SettingsJson(new StringReader(content))) {
            Settings settings = new SettingsReader(json).settings();
            if (!json.isAtEnd()) {
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
        json.beginObject("the content");
        while (json.hasNext()) {
            String key = json.key("", KEYS, seen);
            switch (key) {
                case "label" -> label = Optional.of(json.string(key));
                case "output" -> output = Optional.of(output(json.string(key)));
                case "labels" -> labels = json.strings(key);
                case "positive" -> positive = Optional.of(json.value(key));
                case "threshold", "costs" -> {
                    if (decision.isPresent()) {
                        throw new InvalidSettingsException(
                                "dropfit.json: threshold and costs are both set; accepted is one of them, because"
                                        + " costs determine the threshold");
                    }
                    decision = Optional.of(
                            key.equals("costs")
                                    ? costs()
                                    : new DecisionSettings.ByThreshold(json.number(
                                            key,
                                            number -> number > 0 && number < 1,
                                            "probabilities of more than 0 and less than 1")));
                }
                case "columns" -> columns = json.choices(key, ColumnKind.values(), ColumnKind::text);
                case "missing" -> missing = missing();
                case "dates" -> dates = Optional.of(json.choice(key, DateOrder.values(), DateOrder::text));
                case "learner" -> learner = Optional.of(json.choice(key, LearnerName.values(), LearnerName::text));
                case "monotone" -> monotone = json.choices(key, Direction.values(), Direction::text);
                case "budget" -> budget = budget();
                case "holdout" ->
                    holdout = json.number(key, share -> share >= 0 && share <= MAX_HOLDOUT, "0 to " + MAX_HOLDOUT);
                case "split" -> split = split();
                case "gate" -> gate = gate();
                case "alert" -> alert = Optional.of(alert());
                case "rollout" -> rollout = Optional.of(rollout());
                case "keep" -> keep = OptionalInt.of(json.atLeast(1, key));
                default -> keepExamples = json.flag(key);
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

    private DecisionSettings costs() throws IOException, InvalidSettingsException {
        OptionalDouble falsePositive = OptionalDouble.empty();
        OptionalDouble falseNegative = OptionalDouble.empty();
        Set<String> seen = new HashSet<>();
        json.beginObject("costs");
        while (json.hasNext()) {
            String key = json.key("costs.", COST_KEYS, seen);
            if (key.equals("false_positive")) {
                falsePositive = OptionalDouble.of(json.moreThanZero("costs." + key));
            } else {
                falseNegative = OptionalDouble.of(json.moreThanZero("costs." + key));
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

    private List<String> missing() throws IOException, InvalidSettingsException {
        List<String> texts = new ArrayList<>();
        json.beginArray("missing", "an array of strings or numbers, such as [\"not asked\", -999]");
        while (json.hasNext()) {
            texts.add(json.stringOrNumber("missing[" + texts.size() + "]").strip());
        }
        json.endArray();
        return texts;
    }

    private double budget() throws IOException, InvalidSettingsException {
        double budget = Settings.DEFAULT_BUDGET;
        Set<String> seen = new HashSet<>();
        json.beginObject("budget");
        while (json.hasNext()) {
            budget = json.number(
                    "budget." + json.key("budget.", BUDGET_KEYS, seen),
                    seconds -> seconds >= 1 && seconds <= MAX_BUDGET,
                    "1 to " + MAX_BUDGET);
        }
        json.endObject();
        return budget;
    }

    private SplitSettings split() throws IOException, InvalidSettingsException {
        Optional<SplitSettings> split = Optional.empty();
        json.beginObject("split");
        while (json.hasNext()) {
            String key = json.key("split.", SPLIT_KEYS, new HashSet<>());
            if (split.isPresent()) {
                throw new InvalidSettingsException(
                        "dropfit.json: split has several keys; accepted is one of " + String.join(", ", SPLIT_KEYS));
            }
            split = Optional.of(
                    switch (key) {
                        case "group" -> new SplitSettings.ByGroup(json.string("split.group"));
                        case "time" -> new SplitSettings.ByTime(json.string("split.time"));
                        default -> {
                            json.choice("split.by", new String[] {"row"}, Function.identity());
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
        json.beginObject("gate");
        while (json.hasNext()) {
            String key = json.key("gate.", GATE_KEYS, seen);
            switch (key) {
                case "metric" -> metric = Optional.of(json.choice("gate.metric", GATE_METRICS, Metric::text));
                case "threshold" -> threshold = OptionalDouble.of(json.number("gate.threshold"));
                case "min_holdout_rows" -> minHoldoutRows = OptionalInt.of(json.atLeast(1, "gate.min_holdout_rows"));
                case "slices" -> slices = OptionalDouble.of(json.atLeastZero("gate.slices"));
                default -> maxRegression = OptionalDouble.of(json.atLeastZero("gate.max_regression"));
            }
        }
        json.endObject();
        return new GateSettings(metric, threshold, maxRegression, minHoldoutRows, slices);
    }

    private Rollout rollout() throws IOException, InvalidSettingsException {
        int shadowHours = 0;
        List<Integer> canary = List.of();
        Set<String> seen = new HashSet<>();
        json.beginObject("rollout");
        while (json.hasNext()) {
            if (json.key("rollout.", ROLLOUT_KEYS, seen).equals("canary")) {
                canary = shares("rollout.canary");
            } else {
                shadowHours = json.whole(
                        "rollout.shadow_hours", 0, MAX_SHADOW_HOURS, "whole numbers from 0 to " + MAX_SHADOW_HOURS);
            }
        }
        json.endObject();
        if (shadowHours == 0 && canary.isEmpty()) {
            throw new InvalidSettingsException("dropfit.json: rollout has no step; accepted is"
                    + " {\"shadow_hours\": 24, \"canary\": [5, 25, 100]} with one or both keys");
        }
        return new Rollout(shadowHours, canary);
    }

    private List<Integer> shares(String key) throws IOException, InvalidSettingsException {
        List<Integer> shares = new ArrayList<>();
        json.beginArray(key, "an array of shares in percent, such as [5, 25, 100]");
        while (json.hasNext()) {
            String place = key + "[" + shares.size() + "]";
            int before = shares.isEmpty() ? 0 : shares.get(shares.size() - 1);
            shares.add(json.whole(
                    place, before + 1, MAX_SHARE, "shares up to " + MAX_SHARE + ", each above the one before"));
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
        json.beginObject("alert");
        while (json.hasNext()) {
            String key = json.key("alert.", ALERT_KEYS, seen);
            switch (key) {
                case "metric" -> metric = Optional.of(json.choice("alert.metric", Metric.values(), Metric::text));
                case "below" -> below = OptionalDouble.of(json.number("alert.below"));
                case "above" -> above = OptionalDouble.of(json.number("alert.above"));
                case "on" -> on = Optional.of(verdicts());
                case "drop" -> drop = OptionalDouble.of(json.atLeastZero("alert.drop"));
                case "cooldown_minutes" -> cooldownMinutes = OptionalInt.of(json.atLeast(0, "alert.cooldown_minutes"));
                default -> live = Optional.of(json.flag("alert.live"));
            }
        }
        json.endObject();
        return new AlertSettings(metric, below, above, on, drop, cooldownMinutes, live);
    }

    private List<String> verdicts() throws IOException, InvalidSettingsException {
        List<String> verdicts = new ArrayList<>();
        json.beginArray("alert.on", "an array of " + String.join(", ", VERDICTS));
        while (json.hasNext()) {
            String verdict = json.choice("alert.on", VERDICTS.toArray(String[]::new), Function.identity());
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
}
