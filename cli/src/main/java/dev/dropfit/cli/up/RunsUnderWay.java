package dev.dropfit.cli.up;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.trainer.Stage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The runs in progress in this process with the stage of each, which the trainer reports in log records. Thread-safe. */
final class RunsUnderWay extends Handler {
    private final Map<ModelName, Progress> reached = new ConcurrentHashMap<>();
    /** Kept in a field: a logger without a strong reference may be collected and lose its handlers. */
    private final Logger stages = Logger.getLogger(Stage.LOGGER);

    private RunsUnderWay() {}

    /** Starts to follow the trainer. */
    static RunsUnderWay followed() {
        RunsUnderWay runs = new RunsUnderWay();
        runs.stages.setLevel(Level.FINE);
        runs.stages.setUseParentHandlers(false);
        runs.stages.addHandler(runs);
        return runs;
    }

    void dropped(ModelName model) {
        reached.put(model, new Progress(Progress.Milestone.DROPPED, ""));
    }

    void failed(ModelName model, String why) {
        reached.put(model, new Progress(Progress.Milestone.DROPPED, why));
    }

    void ended(ModelName model) {
        reached.remove(model);
    }

    Map<ModelName, Progress> progress() {
        return Map.copyOf(reached);
    }

    @Override
    public void publish(LogRecord record) {
        Object[] parameters = record.getParameters();
        if (parameters != null
                && parameters.length == 2
                && parameters[0] instanceof ModelName model
                && parameters[1] instanceof Stage stage) {
            Progress.Milestone now = switch (stage) {
                case CHECKED -> Progress.Milestone.CHECKED;
                case TRAINED -> Progress.Milestone.TRAINED;
                case JUDGED -> Progress.Milestone.JUDGED;
            };
            reached.computeIfPresent(model, (name, before) -> new Progress(now, ""));
        }
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
