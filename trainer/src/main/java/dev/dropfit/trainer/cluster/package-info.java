/**
 * Fits whose passes over the rows run in other processes, and samples of rows that these read. A file and what was inferred of it enter; the sums of groups of rows leave, which
 * have the same bits as those of one process. Start at {@link dev.dropfit.trainer.cluster.SampledTable} for a sample, at {@link dev.dropfit.trainer.cluster.ClusterRows} for linear models and {@link
 * dev.dropfit.trainer.cluster.ClusterBoosting} for trees, which ask a {@link dev.dropfit.trainer.cluster.Cluster}; a process of the cluster reads its rows with {@link dev.dropfit.trainer.cluster.GroupReader}.
 */
@NullMarked
package dev.dropfit.trainer.cluster;

import org.jspecify.annotations.NullMarked;
