package dev.dropfit.trainer.job;

/** An execution for which a service of Google Cloud is responsible. */
record RemoteExecution(String name) implements Launcher.Execution {
    @Override
    public void await() {
        // The service starts it again if it fails.
    }
}
