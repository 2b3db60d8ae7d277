package dev.dropfit.trainer.faults;

/** What can befall one operation on a bucket. */
enum Fault {
    NONE,
    /** Nothing is done, and the caller is told that storage is not there. */
    FAIL_BEFORE,
    /** It is done, but the answer gets lost. */
    FAIL_AFTER,
    /** The process is killed before the operation. */
    DIE_BEFORE,
    /** The process is killed when it is done. */
    DIE_AFTER,
    /** It is done twice, and the caller hears of the second time. */
    TWICE,
    /** It waits until all others have ended. */
    DELAY
}
