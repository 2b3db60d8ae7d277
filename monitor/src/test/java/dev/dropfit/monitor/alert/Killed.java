package dev.dropfit.monitor.alert;

/** The end of an instance: nothing that it would have done after happens. */
final class Killed extends Error {}
