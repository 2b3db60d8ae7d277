package dev.dropfit.predictor.dialect;

import java.util.Optional;

/** Dropfit's version, from the manifest of its jar. */
final class ServerVersion {
    private ServerVersion() {}

    static String text() {
        return Optional.ofNullable(ServerVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
