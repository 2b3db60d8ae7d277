package dev.dropfit.trainer.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;

/** One order of the operations of several actors, chosen by a seed: one of them at a time does one. */
final class Interleaving {
    private final SplittableRandom random;
    private final double restless;

    /** @param restless how likely another actor is chosen after each operation, from 0 to 1 */
    Interleaving(SplittableRandom random, double restless) {
        this.random = random;
        this.restless = restless;
    }

    /** Runs the actors to their ends; who did each operation. */
    String run(List<Actor> actors, ExecutorService threads) {
        actors.forEach(actor -> actor.start(threads));
        StringBuilder order = new StringBuilder();
        Actor current = actors.get(random.nextInt(actors.size()));
        while (true) {
            List<Actor> able = able(actors);
            if (able.isEmpty()) {
                return order.toString();
            }
            if (!able.contains(current) || random.nextDouble() < restless) {
                current = able.get(random.nextInt(able.size()));
            }
            order.append(current.name());
            current.step();
        }
    }

    private static List<Actor> able(List<Actor> actors) {
        List<Actor> able = new ArrayList<>(actors);
        able.removeIf(Actor::ended);
        if (!able.stream().allMatch(Actor::delayed)) {
            able.removeIf(Actor::delayed);
        }
        return able;
    }
}
