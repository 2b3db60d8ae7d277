package dev.dropfit.trainer.settings;

/** Settings that can't be used. The message names the key, what was found and what is accepted. A retry will not help. */
public final class InvalidSettingsException extends Exception {
    /** The name of a settings file next to a dataset, with which a message begins. */
    private static final String USUAL_FILE = "dropfit.json";

    public InvalidSettingsException(String message) {
        super(message);
    }

    /** The message for settings that were read from another file: it begins with the name of that file. */
    public String messageFor(String file) {
        String message = String.valueOf(getMessage());
        return message.startsWith(USUAL_FILE) ? file + message.substring(USUAL_FILE.length()) : message;
    }
}
