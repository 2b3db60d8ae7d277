package dev.dropfit.core.bucket;

import java.time.Clock;

final class MemoryBucketTest extends BucketContract {
    private final MemoryBucket bucket = new MemoryBucket(Clock.systemUTC().instant());

    @Override
    protected Bucket open() {
        return bucket;
    }
}
