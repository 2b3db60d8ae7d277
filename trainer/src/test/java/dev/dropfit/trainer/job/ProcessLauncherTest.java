package dev.dropfit.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code spark-submit} that is a small script, with the output of the real one of Spark 3.5.6. */
final class ProcessLauncherTest {
    private static final ModelName SALES = new ModelName("sales");

    @TempDir
    private Path folder;

    @Test
    void aProcessGetsTheModelAndTheGeneration() {
        assertThatCode(() -> train("""
            test "$6 $7" = "sales 12"
            """)).doesNotThrowAnyException();
    }

    @Test
    void anUnknownMasterIsTheCause() {
        assertThatThrownBy(() -> train("""
            echo '26/11/27 16:59:01 WARN NativeCodeLoader: Unable to load native-hadoop library' >&2
            echo '26/11/27 16:59:02 ERROR SparkContext: Error initializing SparkContext.' >&2
            echo "org.apache.spark.SparkException: Could not parse Master URL: 'x'" >&2
            printf '\\tat org.apache.spark.SparkContext$.createTaskScheduler(SparkContext.scala:3212)\\n' >&2
            echo '26/11/27 16:59:02 INFO ShutdownHookManager: Shutdown hook called' >&2
            exit 1
            """))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessage("spark-submit ended with exit status 1: SparkContext: Error initializing SparkContext."
                        + " org.apache.spark.SparkException: Could not parse Master URL: 'x'");
    }

    @Test
    void aJarThatIsNotThereIsTheCause() {
        assertThatThrownBy(() -> train("""
            echo 'Error: Failed to load class dev.dropfit.spark.SparkJob.' >&2
            echo '26/11/27 16:59:02 INFO ShutdownHookManager: Shutdown hook called' >&2
            exit 101
            """))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessage("spark-submit ended with exit status 101: Error: Failed to load class"
                        + " dev.dropfit.spark.SparkJob");
    }

    @Test
    void withoutAnErrorTheLastLineIsTheCause() {
        assertThatThrownBy(() -> train("""
            echo one
            echo 'JAVA_HOME is not set'
            echo
            exit 1
            """)).hasMessage("spark-submit ended with exit status 1: JAVA_HOME is not set");
    }

    @Test
    void aProcessThatWritesNothingHasItsStatusOnly() {
        assertThatThrownBy(() -> train("exit 2\n"))
                .hasMessage("spark-submit ended with exit status 2, and wrote nothing");
    }

    @Test
    void aFaultThatMayPassIsNoRefusal() {
        assertThatThrownBy(() -> train("""
            echo 'The disk is full'
            exit 75
            """))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The process that trains larger datasets failed: spark-submit ended with exit status 75: The"
                                + " disk is full");
    }

    @Test
    void aProcessThatIsKilledIsNoRefusal() {
        assertThatThrownBy(() -> train("""
            echo 'Error: not the cause'
            kill -9 $$
            """))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The process that trains larger datasets was killed: spark-submit ended with exit status 137");
    }

    @Test
    void ofALongOutputWithoutLineEndsTheBeginningIsKept() {
        assertThatThrownBy(() -> train("""
            head -c 1000000 /dev/zero | tr '\\0' x
            exit 1
            """)).hasMessage("spark-submit ended with exit status 1: " + "x".repeat(300));
    }

    @Test
    void secretsAreLeftOut() {
        assertThatThrownBy(() -> train("""
            echo 'Error: s3a://me:hidden@host, spark.hadoop.fs.s3a.secret.key=hidden and --password: hidden'
            exit 1
            """))
                .hasMessage("spark-submit ended with exit status 1: Error: s3a://…@host,"
                        + " spark.hadoop.fs.s3a.secret.key=… and --password: …");
    }

    @Test
    void aProgramThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> ProcessLauncher.spark(folder + "/none", "job.jar", Map.of())
                        .launch(SALES, 12))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessageContaining("no process can be started on this machine")
                .hasMessageContaining(folder + "/none");
    }

    /** Launches the job, and waits until it has ended. */
    private void train(String script) throws IOException, LaunchRefusedException {
        Path submit = folder.resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\n" + script);
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        ProcessLauncher.spark(submit.toString(), "job.jar", Map.of())
                .launch(SALES, 12)
                .await();
    }
}
