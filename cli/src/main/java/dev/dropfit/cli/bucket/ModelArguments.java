package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The arguments of commands about one model: its name, and the buckets. */
final class ModelArguments {
    @Mixin
    private BucketArguments buckets = new BucketArguments();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The name of the model.")
    private String model = "";

    /** The model's name, checked. */
    ModelName name() throws CommandFailure {
        return BucketArguments.model(model);
    }

    Bucket data() throws IOException, CommandFailure {
        return buckets.data();
    }

    Bucket models() throws IOException, CommandFailure {
        return buckets.models();
    }

    /** The bucket of counts of live traffic. */
    Bucket live(Optional<String> given) throws IOException, CommandFailure {
        return buckets.live(given);
    }
}
