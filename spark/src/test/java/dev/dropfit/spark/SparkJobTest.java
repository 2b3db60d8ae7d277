package dev.dropfit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkJobTest {
    private static final String OPTIONS = "spark.executor.extraJavaOptions";

    @Test
    void executorsHaveASmallHeap() {
        SparkConf settings = SparkJob.settings(new SparkConf(false), "sales", "7");

        assertThat(settings.get(OPTIONS)).startsWith("-Xms32m");
    }

    @Test
    void theSubmittersOptionsComeLaterSoTheyDecide() {
        SparkConf submitted = new SparkConf(false).set(OPTIONS, "-XX:+UseSerialGC -Xms1g");

        SparkConf settings = SparkJob.settings(submitted, "sales", "7");

        assertThat(settings.get(OPTIONS)).startsWith("-Xms32m").endsWith(" -XX:+UseSerialGC -Xms1g");
    }
}
