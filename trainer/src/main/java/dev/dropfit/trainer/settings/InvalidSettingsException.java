package dev.dropfit.trainer.settings;

/** Settings that can't be used. The message names the key, what was found and what is accepted. A retry will not help. */
public final class InvalidSettingsException extends Exception {
    public InvalidSettingsException(String message) {
        super(message);
    }
}
