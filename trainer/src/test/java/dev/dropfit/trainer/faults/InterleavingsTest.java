package dev.dropfit.trainer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two or three processes at work on the same buckets, their operations in orders chosen by seeds, each befallen by faults. Afterwards every
 * event is delivered until it is answered with success, and all of them once more; then the guarantees hold. A failure names the seed.
 */
final class InterleavingsTest {
    private static final int SEEDS = Integer.getInteger("dropfit.interleavings", 1_500);
    private static final int OPERATIONS = 18;
    private static final Set<StepFault> ALIVE = EnumSet.of(
            StepFault.FAIL_BEFORE,
            StepFault.FAIL_AFTER,
            StepFault.TWICE,
            StepFault.DELAY,
            StepFault.DIE_BEFORE,
            StepFault.DIE_AFTER);

    private static final String FIRST = rows(1, 0.15);
    private static final String SECOND = rows(2, 0.3);
    private static final String BAD = "age,smoker,target\n1,yes,0\n2,no\n";

    private static ExecutorService threads;
    private static World empty;
    private static World served;

    @BeforeAll
    static void makeTheWorlds() throws IOException {
        threads = Executors.newCachedThreadPool();
        empty = new World();
        served = new World();
        redeliver(served, served.drop(FIRST));
        redeliver(served, served.drop(SECOND));
        assertThat(served.changes()).hasSize(2);
    }

    @AfterAll
    static void stopTheThreads() {
        threads.shutdownNow();
    }

    @Test
    void theSameEventTwice() {
        replay(
                empty,
                (world, random) -> {
                    long generation = world.drop(FIRST);
                    return new Script(
                            List.of(run(world, "a", generation, random), run(world, "b", generation, random)),
                            List.of(generation));
                },
                changes(1));
    }

    @Test
    void theSameEventThreeTimesAfterADatasetThatIsServed() {
        replay(
                served,
                (world, random) -> {
                    long generation = world.drop(rows(3, 0.3));
                    return new Script(
                            List.of(
                                    run(world, "a", generation, random),
                                    run(world, "b", generation, random),
                                    run(world, "c", generation, random)),
                            List.of(generation));
                },
                // All three may be killed.
                world -> assertThat(world.changes()).hasSizeBetween(2, 3));
    }

    @Test
    void anOlderGenerationAndANewerOne() {
        replay(
                empty,
                (world, random) -> {
                    long older = world.drop(FIRST);
                    List<Long> generations = new ArrayList<>(List.of(older));
                    Actor newer = new Actor("b", false, faultsAfterTheFirst(random), self -> {
                        generations.add(world.drop(self, SECOND));
                        world.run(self, generations.get(1), patience(random));
                    });
                    return new Script(List.of(run(world, "a", older, random), newer), generations);
                },
                world -> assertThat(world.changes()).isNotEmpty());
    }

    @Test
    void aDatasetThatCannotBeUsedAndAGoodOne() {
        replay(
                served,
                (fresh, random) -> {
                    long older = fresh.drop(BAD);
                    List<Long> generations = new ArrayList<>(List.of(older));
                    Actor newer = new Actor("b", false, faultsAfterTheFirst(random), self -> {
                        generations.add(fresh.drop(self, rows(4, 0.3)));
                        fresh.run(self, generations.get(1), patience(random));
                    });
                    return new Script(List.of(run(fresh, "a", older, random), newer), generations);
                },
                changes(3));
    }

    @Test
    void aGoodDatasetAndANewerOneThatCannotBeUsed() {
        replay(
                empty,
                (fresh, random) -> {
                    long older = fresh.drop(FIRST);
                    List<Long> generations = new ArrayList<>(List.of(older));
                    Actor newer = new Actor("b", false, faultsAfterTheFirst(random), self -> {
                        generations.add(fresh.drop(self, BAD));
                        fresh.run(self, generations.get(1), patience(random));
                    });
                    return new Script(List.of(run(fresh, "a", older, random), newer), generations);
                },
                world -> assertThat(world.changes()).hasSizeLessThan(2));
    }

    @Test
    void aRollbackDuringARun() {
        Version first = served.changes().get(0).version();
        replay(
                served,
                (world, random) -> {
                    long generation = world.drop(rows(3, 0.3));
                    Actor person =
                            new Actor("r", true, faults(random), self -> world.rollBack(self, first, patience(random)));
                    return new Script(List.of(run(world, "a", generation, random), person), List.of(generation));
                },
                world -> assertThat(world.changes()).hasSizeBetween(3, 5));
    }

    @Test
    void aRollbackOfWhatIsBeingPublished() {
        replay(
                empty,
                (world, random) -> {
                    long older = world.drop(FIRST);
                    redeliver(world, older);
                    Version first = world.changes().get(0).version();
                    long generation = world.drop(SECOND);
                    Actor person =
                            new Actor("r", true, faults(random), self -> world.rollBack(self, first, patience(random)));
                    return new Script(
                            List.of(run(world, "a", generation, random), run(world, "b", generation, random), person),
                            List.of(older, generation));
                },
                world -> assertThat(world.changes()).hasSizeBetween(2, 4));
    }

    /** What is done at once, and the generations whose events are delivered in the end. */
    private record Script(List<Actor> actors, List<Long> generations) {}

    @FunctionalInterface
    private interface Scene {
        Script play(World world, SplittableRandom random) throws IOException;
    }

    /** Plays a scene with every seed, each in its own world, and checks the result. */
    private static void replay(World from, Scene scene, Consumer<World> expected) {
        for (int seed = 0; seed < SEEDS; seed++) {
            World world = new World(from);
            SplittableRandom random = new SplittableRandom(seed);
            String order = "";
            try {
                Script script = scene.play(world, random);
                order = new Interleaving(random, random.nextDouble()).run(script.actors(), threads);
                script.actors().forEach(InterleavingsTest::checkEnd);
                settle(world, script.generations());
                long killed = script.actors().stream()
                        .filter(actor -> actor.failure() instanceof Killed)
                        .count();
                new Guarantees(world, killed).check();
                expected.accept(world);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("Seed " + seed + ", order " + order + ": " + e.getMessage(), e);
            }
        }
    }

    private static Consumer<World> changes(int count) {
        return world -> assertThat(world.changes()).hasSize(count);
    }

    private static Actor run(World world, String name, long generation, SplittableRandom random) {
        Duration patience = patience(random);
        return new Actor(name, false, faults(random), self -> world.run(self, generation, patience));
    }

    private static Duration patience(SplittableRandom random) {
        return random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(1);
    }

    /** None, one or two. */
    private static Map<Integer, StepFault> faults(SplittableRandom random) {
        Map<Integer, StepFault> faults = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            faults.put(random.nextInt(OPERATIONS), List.copyOf(ALIVE).get(random.nextInt(ALIVE.size())));
        }
        return faults;
    }

    /** The first operation is a person's drop. */
    private static Map<Integer, StepFault> faultsAfterTheFirst(SplittableRandom random) {
        Map<Integer, StepFault> faults = faults(random);
        faults.remove(0);
        return faults;
    }

    /** An actor is done, was killed, or gave up for the storage's sake; nothing else may go wrong. */
    private static void checkEnd(Actor actor) {
        @Nullable Throwable failure = actor.failure();
        if (failure != null && !(failure instanceof Killed)) {
            assertThat(failure)
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("a fault .*|.* no longer has generation .*");
        }
    }

    /** Delivers every event until it is answered with success, and all of them once more, which changes nothing. */
    private static void settle(World world, List<Long> generations) throws IOException {
        for (long generation : generations) {
            redeliver(world, generation);
        }
        List<ObjectInfo> before = world.models().writes();
        for (long generation : generations) {
            redeliver(world, generation);
        }
        assertThat(world.models().writes()).as("writes of further deliveries").isEqualTo(before);
    }

    private static TrainingRun.Result redeliver(World world, long generation) {
        TrainingRun.Result[] result = new TrainingRun.Result[1];
        Actor actor = new Actor("z", false, Map.of(), self -> result[0] = world.run(self, generation, Duration.ZERO));
        new Interleaving(new SplittableRandom(0), 0).run(List.of(actor), threads);
        @Nullable Throwable failure = actor.failure();
        if (failure instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(failure).isNull();
        return result[0];
    }

    /** Rows in which the label depends on age and smoking, more or less. */
    private static String rows(long seed, double slope) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,smoker,target\n");
        for (int i = 0; i < 120; i++) {
            double age = Math.round(random.nextDouble(20, 80) * 10) / 10.0;
            boolean smoker = random.nextBoolean();
            double margin = slope * (age - 50) + (smoker ? 1 : -1);
            boolean sick = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            csv.append(age)
                    .append(',')
                    .append(smoker ? "yes" : "no")
                    .append(',')
                    .append(sick ? 1 : 0)
                    .append('\n');
        }
        return csv.toString();
    }
}
