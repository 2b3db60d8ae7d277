package dev.dropfit.cli.workbook;

import java.io.IOException;

/** A workbook can't be read. The message is for its owner; a repetition will not help. */
final class DamagedWorkbookException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedWorkbookException(String message) {
        super(message);
    }

    /** A workbook that is not what the format says. */
    static DamagedWorkbookException because(String found) {
        return new DamagedWorkbookException("The Excel workbook can't be read (" + found
                + "). Open it in Excel or LibreOffice and save the sheet as CSV UTF-8");
    }
}
