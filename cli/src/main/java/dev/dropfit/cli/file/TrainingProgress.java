package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.trainer.learn.blend.BlendSearch;
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

    private TrainingProgress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /**
     * Starts to show progress, if the console shows any.
     *
     * @param task what is being done, in a few words
     */
    static TrainingProgress start(Console console, String task) {
        if (!console.showsProgress()) {
            return new TrainingProgress(Optional.empty());
        }
        // How long training takes is not known, so the bar has no end; it has the elapsed time.
        TrainingProgress progress = new TrainingProgress(Optional.of(new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(-1)
                .hideEta()
                .clearDisplayOnFinish()
                .build()));
        progress.logger.setLevel(Level.FINE);
        progress.logger.setUseParentHandlers(false);
        progress.logger.addHandler(progress);
        return progress;
    }

    @Override
    public void publish(LogRecord record) {
        bar.ifPresent(shown -> {
            shown.step();
            shown.setExtraMessage("compared " + formatter.formatMessage(record));
        });
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
