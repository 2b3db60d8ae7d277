package dev.dropfit.cli.workbook;

/**
 * A sheet of a workbook.
 *
 * @param part the name of its content in the archive
 */
record Sheet(String name, boolean hidden, String part) {}
