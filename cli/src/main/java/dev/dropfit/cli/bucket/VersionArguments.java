package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The arguments of commands about one version of a model: the model, and the version if it is not the served one. */
final class VersionArguments {
    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "The version (default: the served one). 'dropfit models MODEL' lists the versions.")
    private Optional<String> version = Optional.empty();

    /** The model's name, checked. */
    ModelName name() throws CommandFailure {
        return arguments.name();
    }

    /** The version as it was written; empty if none was. */
    Optional<String> written() {
        return version;
    }

    /** The version that was written, or the served one. */
    Version versionOrServed(Registry registry) throws IOException, CommandFailure {
        return BucketArguments.versionOrServed(registry, name(), version);
    }

    Bucket models() throws IOException, CommandFailure {
        return arguments.models();
    }

    /** The bucket of counts of live traffic. */
    Bucket live(Optional<String> given) throws IOException, CommandFailure {
        return arguments.live(given);
    }
}
