/**
 * The training as an application of Apache Spark. A model and a generation of its dataset enter; the run is that of the job, whose fits
 * run on the executors. Start at {@link dev.dropfit.spark.SparkJob}.
 */
@NullMarked
package dev.dropfit.spark;

import org.jspecify.annotations.NullMarked;
