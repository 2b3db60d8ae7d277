package dev.dropfit.predictor;

/**
 * What is wrong with one field of a request.
 *
 * @param row from 0
 * @param field the column's name
 * @param found what was there
 * @param accepted what should be
 */
record FieldProblem(long row, String field, String found, String accepted) {}
