package dev.dropfit.trainer;

import dev.dropfit.core.csv.JoinedCsv;
import dev.dropfit.core.registry.ModelName;
import java.io.InputStream;

/** Reports how much of a dataset is read, about fifty times for a whole file. */
final class FollowedInput extends ObservedInput {
    private static final int REPORTS = 50;

    private final ModelName model;
    private final long size;
    private long bytes;
    private long next;

    /** @param size of the stream in bytes; of joined files, their length as stored */
    FollowedInput(InputStream in, ModelName model, long size) {
        super(in);
        this.model = model;
        this.size = size;
    }

    @Override
    void observe(byte[] buffer, int offset, int count) {
        bytes += count;
        if (bytes >= next && size > 0) {
            next = bytes + size / REPORTS + 1;
            new Stage.Reading(in instanceof JoinedCsv parts ? parts.placeInFiles(bytes) : bytes, size).reached(model);
        }
    }
}
