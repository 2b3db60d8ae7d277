package dev.dropfit.cli.file;

import dev.dropfit.cli.console.Console;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Prints each learner with its loss to standard error while learners are compared, until it is closed. */
final class LearnerProgress extends Handler {
    /** Kept in a field: a logger without a strong reference may be collected and lose its handlers. */
    private final Logger logger = Logger.getLogger(BlendSearch.LOGGER);

    private final SimpleFormatter formatter = new SimpleFormatter();
    private final PrintStream err;

    private LearnerProgress(PrintStream err) {
        this.err = err;
    }

    /** Starts to follow the comparison, if the console shows progress. */
    static LearnerProgress of(Console console) {
        LearnerProgress progress = new LearnerProgress(System.err);
        if (console.showsProgress()) {
            progress.logger.setLevel(Level.FINE);
            progress.logger.setUseParentHandlers(false);
            progress.logger.addHandler(progress);
        }
        return progress;
    }

    @Override
    public void publish(LogRecord record) {
        err.println("compared " + formatter.formatMessage(record));
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
