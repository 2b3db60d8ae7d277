package dev.dropfit.core.bucket;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** A bucket with object versioning keeps its promises too. */
class VersionedGcsBucketTest extends BucketContract {
    private final FakeGcs gcs = new FakeGcs().versionedBucket("data");

    VersionedGcsBucketTest() throws IOException {}

    @Override
    protected Bucket open() {
        return GcsBucket.open("data", gcs.endpoint(), GcsBucket.aboutAMinute());
    }

    @Override
    protected boolean keepsOldGenerations() {
        return true;
    }

    @AfterEach
    void stop() {
        gcs.close();
    }
}
