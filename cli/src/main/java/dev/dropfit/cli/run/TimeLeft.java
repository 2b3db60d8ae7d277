package dev.dropfit.cli.run;

import dev.dropfit.core.Figures;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a training will still take. Before learners are compared, by its estimated CPU time; after that, by the time that the comparison has
 * taken on this machine so far.
 *
 * @param start of the training, after its dataset was read
 * @param seconds the estimated CPU time
 * @param compared how many learners have been compared
 * @param learners how many there are; 0 if it is not known
 * @param last when the last one was compared
 */
public record TimeLeft(Instant start, double seconds, int compared, int learners, Instant last) {
    /** Of a training that starts. */
    public static TimeLeft of(Instant start, double seconds) {
        return new TimeLeft(start, seconds, 0, 0, start);
    }

    /** After another learner was compared. */
    public TimeLeft compared(int number, int all, Instant now) {
        return new TimeLeft(start, seconds, Math.max(compared, number), all, now);
    }

    /** The rest in seconds, at least 0: the final fit counts as much as one learner. */
    public double left(Instant now) {
        double elapsed = seconds(start, now);
        if (compared == 0) {
            return Math.max(0, seconds - elapsed);
        }
        double byPace = seconds(start, last) * (learners + 1) / compared;
        // The first learners are the fast ones, so the pace counts more and more.
        double total = (seconds * (learners - compared) + byPace * compared) / learners;
        return Math.max(0, total - elapsed);
    }

    /** The rest and what is done, as a part of a sentence. */
    public String text(Instant now) {
        double left = left(now);
        String rest = left >= 1
                ? "about " + Figures.seconds(Math.rint(left)).replace(".0 s", " s") + " left"
                : compared == 0 ? "longer than estimated" : "almost done";
        return compared == 0 ? rest : compared + " of " + learners + " learners compared, " + rest;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
