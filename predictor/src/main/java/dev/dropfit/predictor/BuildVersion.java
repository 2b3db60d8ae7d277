package dev.dropfit.predictor;

import java.util.Optional;

/** Which Dropfit this is, as its jar says. */
final class BuildVersion {
    private BuildVersion() {}

    static String text() {
        return Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
