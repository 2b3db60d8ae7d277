package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.cli.run.TimeLeft;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Shows on a terminal, until it is closed, how far the training of a model is: a bar by the estimated time, how many learners have been compared, and
 * the last one with its loss. The line moves each second, also while nothing is reported. Nothing remains of it: the report of the training lists all
 * learners.
 */
final class TrainingProgress extends Handler implements AutoCloseable {
    private static final int BAR = 20;

    /** Kept in a field: a logger without a strong reference may be collected and lose its handlers. */
    private final Logger logger = Logger.getLogger(BlendSearch.LOGGER);

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final String task;
    private final Optional<ProgressBar> bar;
    private TimeLeft left;
    private String last = "";

    private TrainingProgress(boolean shown, String task, TimeLeft left) {
        this.task = task;
        this.left = left;
        this.bar = shown
                ? Optional.of(new ProgressBarBuilder()
                        .setRenderer((state, length) -> line(Instant.now(), length))
                        .continuousUpdate()
                        .clearDisplayOnFinish()
                        .build())
                : Optional.empty();
    }

    /**
     * Starts to show progress, if the console shows any.
     *
     * @param task what is being done, in a few words
     * @param seconds the estimated CPU time
     */
    static TrainingProgress start(Console console, String task, double seconds) {
        TrainingProgress progress =
                new TrainingProgress(console.showsProgress(), task, TimeLeft.of(Instant.now(), seconds));
        if (console.showsProgress()) {
            progress.logger.setLevel(Level.FINE);
            progress.logger.setUseParentHandlers(false);
            progress.logger.addHandler(progress);
        }
        return progress;
    }

    /** The line at this time, in at most so many characters. */
    synchronized String line(Instant now, int length) {
        double elapsed = Duration.between(left.start(), now).toMillis() / 1000.0;
        double share = elapsed / Math.max(1, elapsed + left.left(now));
        int done = (int) Math.min(BAR, share * BAR);
        String text = task + " [" + "=".repeat(done) + " ".repeat(BAR - done) + "] " + left.text(now);
        if (text.length() + last.length() <= length) {
            return text + last;
        }
        return text.length() <= length ? text : text.substring(0, Math.max(0, length));
    }

    @Override
    public synchronized void publish(LogRecord record) {
        Object[] parameters = record.getParameters();
        if (parameters != null
                && parameters.length > 1
                && parameters[0] instanceof Integer number
                && parameters[1] instanceof Integer all) {
            left = left.compared(number, all, Instant.now());
        }
        last = "; last " + formatter.formatMessage(record).replaceFirst("^\\d+ of \\d+: ", "");
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
