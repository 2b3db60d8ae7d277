package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A version that is tried on live traffic next to the served one, {@code {model}/trial.json}. There is one trial of a model at a time. It is over as soon as
 * latest is written again, whatever this object says: it names the generation of latest that it was begun with.
 *
 * @param kind what began it
 * @param version the version that is tried
 * @param latest the version that is served
 * @param generation of the object latest when the trial began
 * @param began when
 * @param steps at least one, in order
 * @param step the index of the current one
 * @param end how the trial ended; empty while it runs
 * @param who the person; empty if it was the trainer
 * @param why the person's reason; empty if none was given
 */
public record Trial(
        Kind kind,
        Version version,
        Version latest,
        long generation,
        Instant began,
        List<Step> steps,
        int step,
        Optional<End> end,
        String who,
        String why) {
    private static final long SHARES = 10_000;

    /** What a trial is for. */
    public enum Kind {
        /** A person compares a version; it answers no request, and is never promoted by the trial. */
        SHADOW,
        /** A person lets a version answer a share of the requests; it is promoted at the end. */
        CANARY,
        /** The gate has accepted a version, and the settings say how it is rolled out; it is promoted at the end. */
        ROLLOUT;

        /** As it is written in objects and names. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of a trial.
     *
     * @param share of the requests that the tried version answers, in percent; 0 for none: it is only compared
     * @param hours how long the step takes at least; 0 for a step that does not end by itself
     */
    public record Step(int share, int hours) {
        public Step {
            if (share < 0 || share > 100 || hours < 0) {
                throw new IllegalArgumentException(share + " % for " + hours + " hours is no step");
            }
        }
    }

    /** How a trial ended. */
    public enum Outcome {
        /** The version is served now, or will be in a moment. */
        PROMOTED,
        /** A rule found that the version should not be served. */
        ROLLED_BACK,
        /** A person stopped it. */
        STOPPED,
        /** Another version is served now, or is tried. */
        REPLACED;

        /** As it is written in objects. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Outcome parse(String text) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.text().equals(text))
                    .findFirst()
                    .orElse(STOPPED);
        }
    }

    /**
     * The end of a trial.
     *
     * @param reason for people; may be empty
     */
    public record End(Outcome outcome, String reason) {}

    public Trial {
        steps = List.copyOf(steps);
        if (step < 0 || step >= steps.size()) {
            throw new IllegalArgumentException("There is no step " + step + " of " + steps.size());
        }
    }

    /** Whether the trial still runs, as long as latest has the generation that it began with. */
    public boolean isRunning() {
        return end.isEmpty();
    }

    /**
     * Whether the version is tried next to this generation of latest. A version whose trial ended with its promotion answers its share until latest has been
     * replaced.
     */
    public boolean appliesTo(long served) {
        return generation == served
                && end.map(End::outcome).map(Outcome.PROMOTED::equals).orElse(true);
    }

    /** Whether the version is promoted at the end, if no rule objects. */
    public boolean promotes() {
        return kind != Kind.SHADOW;
    }

    public Step current() {
        return steps.get(step);
    }

    /** Whether the tried version answers a request with this hash. A request that it answers in one step, it answers in all steps with a larger share. */
    public boolean answers(long hash) {
        return Long.remainderUnsigned(hash, SHARES) < current().share() * (SHARES / 100);
    }

    /** Whether there is no step after the current one. */
    public boolean isLastStep() {
        return step == steps.size() - 1;
    }

    /** The same trial in its next step. */
    public Trial next() {
        return new Trial(kind, version, latest, generation, began, steps, step + 1, end, who, why);
    }

    /** The same trial, ended. */
    public Trial ended(Outcome outcome, String reason) {
        return new Trial(
                kind, version, latest, generation, began, steps, step, Optional.of(new End(outcome, reason)), who, why);
    }

    /** The current step, or how it ended and why, for people. */
    public String state() {
        if (end.isPresent()) {
            String outcome = end.get().outcome().text().replace('_', ' ');
            return end.get().reason().isEmpty()
                    ? outcome
                    : outcome + ". " + end.get().reason();
        }
        return current().share() == 0
                ? "it answers no request"
                : "it answers " + current().share() + " % of the requests";
    }

    /** Reads a trial; empty if it is damaged, or a later release wrote it. */
    static Optional<Trial> read(JsonObject object) {
        JsonFields json = new JsonFields(object);
        try {
            JsonFields end = json.object("end");
            return Optional.of(new Trial(
                    Kind.valueOf(json.text("kind").toUpperCase(Locale.ROOT)),
                    new Version(json.text("version")),
                    new Version(json.text("latest")),
                    json.whole("generation").orElseThrow(),
                    Instant.parse(json.text("began")),
                    json.objects("steps").stream()
                            .map(step -> new Step(step.count("share"), step.count("hours")))
                            .toList(),
                    json.count("step"),
                    json.has("end")
                            ? Optional.of(new End(Outcome.parse(end.text("outcome")), end.text("reason")))
                            : Optional.empty(),
                    json.text("who"),
                    json.text("why")));
        } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** The trial as it is stored. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind.text());
        json.addProperty("version", version.value());
        json.addProperty("latest", latest.value());
        json.addProperty("generation", Long.toString(generation));
        json.addProperty("began", began.toString());
        json.add("steps", JsonFields.array(steps.stream().map(Trial::json).toList()));
        json.addProperty("step", step);
        end.ifPresent(ended -> {
            JsonObject written = new JsonObject();
            written.addProperty("outcome", ended.outcome().text());
            written.addProperty("reason", ended.reason());
            json.add("end", written);
        });
        json.addProperty("who", who);
        json.addProperty("why", why);
        return json;
    }

    static JsonObject json(Step step) {
        JsonObject json = new JsonObject();
        json.addProperty("share", step.share());
        json.addProperty("hours", step.hours());
        return json;
    }
}
