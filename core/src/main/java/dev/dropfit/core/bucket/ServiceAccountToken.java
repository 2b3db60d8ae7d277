package dev.dropfit.core.bucket;

import java.util.Optional;

/** The access token of the service account that a function or job has on Google Cloud. Thread-safe. */
public final class ServiceAccountToken {
    private final String address;

    /** Of Google Cloud. */
    public ServiceAccountToken() {
        this(MetadataServer.ADDRESS);
    }

    /** @param address the URL of the metadata server */
    public ServiceAccountToken(String address) {
        this.address = address;
    }

    /** A token; empty if there is no metadata server, as outside Google Cloud. */
    public Optional<String> get() {
        try {
            return new MetadataServer(address, System::nanoTime).get();
        } catch (DirectReads.NotPlainException e) {
            return Optional.empty();
        }
    }
}
