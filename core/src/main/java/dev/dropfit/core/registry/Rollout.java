package dev.dropfit.core.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a version that the gate has accepted is rolled out: the setting {@code rollout}.
 *
 * @param shadowHours for how many hours it is only compared, 0 for none
 * @param canary the shares of requests that it answers after that, in percent, in ascending order
 */
public record Rollout(int shadowHours, List<Integer> canary) {
    /** Each share takes this long at least. */
    private static final int CANARY_HOURS = 1;

    public Rollout {
        canary = List.copyOf(canary);
        if (shadowHours == 0 && canary.isEmpty()) {
            throw new IllegalArgumentException("A rollout has at least one step");
        }
    }

    /** The rollout that the settings of a run ask for; empty if they do not. */
    static Optional<Rollout> of(RunRecord run) {
        try {
            JsonElement settings =
                    JsonParser.parseString(run.origin().settings().orElse("{}"));
            return settings instanceof JsonObject object && object.get("rollout") instanceof JsonObject rollout
                    ? Optional.of(read(new JsonFields(rollout)))
                    : Optional.empty();
        } catch (JsonParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Rollout read(JsonFields json) {
        return new Rollout(
                json.has("shadow_hours") ? json.count("shadow_hours") : 0,
                json.array("canary").stream().map(JsonElement::getAsInt).toList());
    }

    /** The steps of its trial. */
    List<Trial.Step> steps() {
        List<Trial.Step> steps = new ArrayList<>();
        if (shadowHours > 0) {
            steps.add(new Trial.Step(0, shadowHours));
        }
        canary.forEach(share -> steps.add(new Trial.Step(share, CANARY_HOURS)));
        return steps;
    }
}
