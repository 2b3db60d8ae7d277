package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.TimeLeft;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on a terminal, until it is closed, for how long a model has been trained, and while learners are compared the last one with its loss.
 * Nothing remains of it: the report of the training lists all learners.
 */
final class TrainingProgress extends Handler implements AutoCloseable {
    /** Kept in a field: a logger without a strong reference may be collected and lose its handlers. */
    private final Logger logger = Logger.getLogger(BlendSearch.LOGGER);

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Optional<ProgressBar> bar;
    private TimeLeft left;

    private TrainingProgress(Optional<ProgressBar> bar, TimeLeft left) {
        this.bar = bar;
        this.left = left;
    }

    /**
     * Starts to show progress, if the console shows any.
     *
     * @param task what is being done, in a few words
     * @param seconds the estimated CPU time
     */
    static TrainingProgress start(Console console, String task, double seconds) {
        if (!console.showsProgress()) {
            return new TrainingProgress(Optional.empty(), TimeLeft.of(Instant.now(), seconds));
        }
        // How long training takes is an estimate, so the bar has no end; it has the elapsed time.
        TrainingProgress progress = new TrainingProgress(
                Optional.of(new ProgressBarBuilder()
                        .setTaskName(task)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setInitialMax(-1)
                        .hideEta()
                        .clearDisplayOnFinish()
                        .build()),
                TimeLeft.of(Instant.now(), seconds));
        progress.say("");
        progress.logger.setLevel(Level.FINE);
        progress.logger.setUseParentHandlers(false);
        progress.logger.addHandler(progress);
        return progress;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        bar.ifPresent(shown -> {
            shown.step();
            Object[] parameters = record.getParameters();
            if (parameters != null
                    && parameters.length > 1
                    && parameters[0] instanceof Integer number
                    && parameters[1] instanceof Integer all) {
                left = left.compared(number, all, Instant.now());
            }
            say("; last " + formatter.formatMessage(record));
        });
    }

    private synchronized void say(String last) {
        bar.ifPresent(shown -> shown.setExtraMessage(left.text(Instant.now()) + last));
    }

    @Override
    public void flush() {
        bar.ifPresent(ProgressBar::refresh);
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        bar.ifPresent(ProgressBar::close);
    }
}
