package dev.dropfit.cli.up;

import dev.dropfit.cli.run.TimeLeft;
import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.trainer.Stage;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The runs in progress in this process with the stage of each, which the trainer reports in log records. Thread-safe. */
final class RunsUnderWay extends Handler {
    private final Map<ModelName, Run> reached = new ConcurrentHashMap<>();
    private final InstantSource clock;
    /** Kept in a field: a logger without a strong reference may be collected and lose its handlers. */
    private final List<Logger> followed = List.of(Logger.getLogger(Stage.LOGGER), Logger.getLogger(BlendSearch.LOGGER));

    private RunsUnderWay(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A run in progress.
     *
     * @param work what it does now; empty if nothing is to be said
     * @param training what is known of the training; empty before and after it
     */
    private record Run(Progress.Milestone stage, String note, String work, Optional<InTraining> training) {
        static Run of(Progress.Milestone stage) {
            return new Run(stage, "", "", Optional.empty());
        }

        Progress progress(Instant now) {
            return new Progress(
                    stage,
                    note,
                    work + training.map(fit -> ", " + fit.left().text(now)).orElse(""));
        }

        /** After a learner was compared in a thread. */
        Run compared(long thread, int number, int learners, Instant now) {
            return new Run(
                    stage,
                    note,
                    work,
                    training.map(fit -> fit.thread() == thread
                            ? new InTraining(thread, fit.left().compared(number, learners, now))
                            : fit));
        }
    }

    /**
     * A training.
     *
     * @param thread the id of its thread: a comparison of learners does not name its model, but it is in the thread of the run
     */
    private record InTraining(long thread, TimeLeft left) {}

    /** Starts to follow the trainer. */
    static RunsUnderWay followed(InstantSource clock) {
        RunsUnderWay runs = new RunsUnderWay(clock);
        for (Logger logger : runs.followed) {
            logger.setLevel(Level.FINE);
            logger.setUseParentHandlers(false);
            logger.addHandler(runs);
        }
        return runs;
    }

    void dropped(ModelName model) {
        reached.put(model, Run.of(Progress.Milestone.DROPPED));
    }

    void failed(ModelName model, String why) {
        reached.put(model, new Run(Progress.Milestone.DROPPED, why, "", Optional.empty()));
    }

    void ended(ModelName model) {
        reached.remove(model);
    }

    Map<ModelName, Progress> progress() {
        Instant now = clock.instant();
        return reached.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, run -> run.getValue().progress(now)));
    }

    @Override
    public void publish(LogRecord record) {
        Object[] parameters = record.getParameters();
        if (parameters == null || parameters.length < 2) {
            return;
        }
        if (parameters[0] instanceof ModelName model && parameters[1] instanceof Stage stage) {
            reached.computeIfPresent(model, (name, before) -> run(stage, record.getLongThreadID()));
        } else if (parameters[0] instanceof Integer compared && parameters[1] instanceof Integer learners) {
            reached.replaceAll(
                    (model, run) -> run.compared(record.getLongThreadID(), compared, learners, clock.instant()));
        }
    }

    private Run run(Stage stage, long thread) {
        if (stage instanceof Stage.Reading reading) {
            return new Run(
                    Progress.Milestone.DROPPED,
                    "",
                    "reading: %s of %s"
                            .formatted(
                                    Figures.percent(
                                            (double) Math.min(reading.bytes(), reading.size()) / reading.size()),
                                    Figures.bytes(reading.size())),
                    Optional.empty());
        }
        if (stage instanceof Stage.Checked checked) {
            return new Run(
                    Progress.Milestone.CHECKED,
                    "",
                    "training on " + Figures.rows(checked.rows()),
                    Optional.of(new InTraining(thread, TimeLeft.of(clock.instant(), checked.seconds()))));
        }
        return Run.of(stage instanceof Stage.Trained ? Progress.Milestone.TRAINED : Progress.Milestone.JUDGED);
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
