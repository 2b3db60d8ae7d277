package dev.dropfit.cli.workbook;

import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A file with a table: a CSV, which may be packed, or a workbook, which is read as CSV. Not thread-safe. */
public final class TableFile implements Closeable {
    private final InputStream content;
    private final OptionalLong length;
    private final Optional<Workbook> workbook;

    private TableFile(InputStream content, OptionalLong length, Optional<Workbook> workbook) {
        this.content = content;
        this.length = length;
        this.workbook = workbook;
    }

    /** A CSV that is no file, or whose kind was found out before. */
    public static TableFile of(InputStream csv, OptionalLong length) {
        return new TableFile(csv, length, Optional.empty());
    }

    /**
     * Opens a file; its first bytes decide what it is, not its name.
     *
     * @throws InvalidTableException when it is a workbook that can't be read
     */
    public static TableFile open(Path file) throws IOException, InvalidTableException {
        if (!Workbook.isWorkbook(file)) {
            return of(Files.newInputStream(file), OptionalLong.of(Files.size(file)));
        }
        Workbook workbook = Workbook.open(file);
        return new TableFile(workbook.csv(), OptionalLong.empty(), Optional.of(workbook));
    }

    /** The CSV; closed with this. */
    public InputStream content() {
        return content;
    }

    /** The length of the file, if the content is not made of a workbook. */
    public OptionalLong length() {
        return length;
    }

    /** What was read of a workbook; empty for a CSV. */
    public List<CsvNote> notes() {
        return workbook.map(Workbook::notes).orElse(List.of());
    }

    @Override
    public void close() throws IOException {
        try (content) {
            if (workbook.isPresent()) {
                workbook.get().close();
            }
        }
    }
}
