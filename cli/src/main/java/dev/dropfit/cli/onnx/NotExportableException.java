package dev.dropfit.cli.onnx;

/** A model that an ONNX graph can't represent. The message says why, and what to do. */
public final class NotExportableException extends Exception {
    private static final long serialVersionUID = 1;

    NotExportableException(String message) {
        super(message);
    }
}
