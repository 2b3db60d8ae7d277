package dev.dropfit.predictor.row;

/** A column of a request: the values of a field, row by row. */
public sealed interface RequestColumn permits JsonColumn, BinaryColumn {
    /** The name of its field. */
    String name();
}
