package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.CommandRun;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aVersionIsWrittenAsOneFile() throws IOException {
        String version = archive("format-5-blend");
        Path file = folder.resolve("heart.onnx");

        CommandRun run = export("heart", version, file);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("wrote " + file + ": ").contains(" inputs, ");
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void theServedVersionIsTheDefault() throws IOException {
        archive("format-5-blend");

        CommandRun run = CommandRun.of(
                "export",
                "heart",
                "--onnx",
                "x.onnx",
                "--models",
                folder.toUri().toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("model heart serves no version; 'dropfit models heart' lists its versions");
    }

    @Test
    void aModelOfTextsIsRefusedWithItsColumn() throws IOException {
        String version = archive("format-5-texts");
        Path file = folder.resolve("heart.onnx");

        CommandRun run = export("heart", version, file);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("dropfit: can't write heart as ONNX: column '")
                .contains("' is a text, and ");
        assertThat(file).doesNotExist();
    }

    @Test
    void aVersionThatIsNotInTheArchiveIsNamed() {
        CommandRun run = export("heart", "20261125T163448Z-00000000", folder.resolve("heart.onnx"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("20261125T163448Z-00000000 of heart is not in the archive");
    }

    /** Archives a model file; returns its version. */
    private String archive(String format) throws IOException {
        byte[] file;
        try (InputStream stream = Objects.requireNonNull(
                getClass().getResourceAsStream("/dev/dropfit/core/model/file/" + format + ".zip"))) {
            file = stream.readAllBytes();
        }
        String version = ModelFile.read(file).version();
        Files.write(Files.createDirectories(folder.resolve("heart/models")).resolve(version + ".zip"), file);
        return version;
    }

    private CommandRun export(String model, String version, Path file) {
        return CommandRun.of(
                "export",
                model,
                version,
                "--onnx",
                file.toString(),
                "--models",
                folder.toUri().toString());
    }
}
