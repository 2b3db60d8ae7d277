package dev.dropfit.trainer.faults;

/** What can happen to one operation on a bucket. */
enum StepFault {
    NONE,
    /** Nothing is done, and the caller gets the error that storage is unavailable. */
    FAIL_BEFORE,
    /** It is done, but the response is lost. */
    FAIL_AFTER,
    /** The process is killed before the operation. */
    DIE_BEFORE,
    /** The process is killed after the operation. */
    DIE_AFTER,
    /** It is done twice, and the caller gets the second result. */
    TWICE,
    /** It waits until all others have ended. */
    DELAY
}
