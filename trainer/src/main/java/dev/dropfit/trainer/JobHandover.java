package dev.dropfit.trainer;

import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.JobClaim;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Starts;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.job.LaunchRefusedException;
import dev.dropfit.trainer.job.Launcher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hands runs that are too large for this place over to the job. Thread-safe, and safe between processes. */
final class JobHandover {
    /** An execution of the job that has not reported after this long is not there. */
    private static final Duration MAX_LAUNCH = Duration.ofMinutes(2);

    private final Registry registry;
    private final Attempts attempts;
    private final Pulse pulse;
    private final Clock clock;

    JobHandover(Registry registry, Attempts attempts, Pulse pulse, Clock clock) {
        this.registry = registry;
        this.attempts = attempts;
        this.pulse = pulse;
        this.clock = clock;
    }

    /**
     * Hands a run over to the job, unless that was done. A start of the function that ends in between leaves its claim, which the next start
     * takes over.
     *
     * @throws RunUnderWayException when another start is handing it over, or the execution has not reported yet
     * @throws LaunchRefusedException when the job can't be started, and another try would not help
     */
    TrainingRun.Result to(Launcher job, RunInputs inputs) throws IOException, LaunchRefusedException {
        ModelName model = inputs.run().model();
        Version version = inputs.run().version();
        JobClaim claims = registry.jobClaim(model, version);
        Optional<JobClaim.Note> before = claims.find();
        if (before.isPresent() && isAlive(inputs, before.get(), job)) {
            return new TrainingRun.Result.Skipped("the dataset is large; it is trained by "
                    + before.get().execution().orElse("a job"));
        }
        JobClaim.Note claim = claims.claim(before);
        Starts.Open reported = attempts.open(model, version);
        Launcher.Execution execution;
        try {
            execution = job.launch(model, inputs.run().inputs().dataset());
        } catch (LaunchRefusedException | IOException e) {
            claims.release(claim);
            throw e;
        }
        claim = claims.started(claim, execution.name());
        Optional<LaunchRefusedException> failure = failureOf(execution);
        Optional<RunRecord> record = registry.readRecord(model, version);
        if (failure.isPresent() && record.isEmpty()) {
            if (attempts.open(model, version).generation() == reported.generation()) {
                claims.release(claim);
                throw failure.get();
            }
            // It has begun, and that was counted.
            throw new IOException("The job failed: " + failure.get().getMessage(), failure.get());
        }
        return record.isPresent()
                ? new TrainingRun.Result.Ended(version, record.get())
                : new TrainingRun.Result.Skipped("the dataset is large; it was handed over to " + execution.name());
    }

    /** Waits until the execution has ended, if this process is responsible for it. */
    private static Optional<LaunchRefusedException> failureOf(Launcher.Execution execution) throws IOException {
        try {
            execution.await();
            return Optional.empty();
        } catch (LaunchRefusedException e) {
            return Optional.of(e);
        }
    }

    /** Whether an execution of the job is at work. */
    private boolean isAlive(RunInputs inputs, JobClaim.Note note, Launcher job) throws IOException {
        if (note.execution().filter(job::hasEnded).isPresent()) {
            return false;
        }
        ModelName model = inputs.run().model();
        Version version = inputs.run().version();
        Instant now = clock.instant();
        if (note.execution().isPresent()) {
            Starts.Open open = attempts.open(model, version);
            if (!open.ids().isEmpty() && now.isBefore(open.changed().plus(pulse.patience()))) {
                return true;
            }
        }
        if (now.isBefore(note.changed().plus(MAX_LAUNCH))) {
            throw new RunUnderWayException(model, version);
        }
        return false;
    }
}
