package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.registry.Attempts;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.cluster.Cluster;
import dev.dropfit.trainer.cluster.ClusterUnavailableException;
import dev.dropfit.trainer.cluster.LocalCluster;
import dev.dropfit.trainer.cluster.RowGroup;
import dev.dropfit.trainer.cluster.RowPlan;
import dev.dropfit.trainer.cluster.SamplePlan;
import dev.dropfit.trainer.learn.boost.BoostingPass;
import dev.dropfit.trainer.learn.boost.BoostingSums;
import dev.dropfit.trainer.learn.linear.Pass;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver of a cluster, whose other processes are played by this one. */
final class ClusterRunTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final int ROWS = 20_000;
    /** Five ranges, one for each chunk of rows. */
    private static final long RANGE_BYTES = 100_000;

    @TempDir
    private Path folder;

    private final LocalCluster cluster = new LocalCluster();
    private Bucket data;
    private Bucket models;
    private String settings = "";

    @BeforeEach
    void openTheBuckets() throws IOException {
        data = Buckets.open(folder.resolve("data").toUri().toString());
        models = Buckets.open(folder.resolve("models").toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void aClusterMakesTheSameBytesAsOneProcess(String label) throws IOException {
        drop(hostile(label));
        RunRecord here = run(new Place.Job(3_600), linear(label));
        byte[] expected = model();
        forget();

        RunRecord there = run(new Place.Driver(3_600, cluster), linear(label));

        assertThat(there.verdict()).isEqualTo(here.verdict());
        assertThat(model()).isEqualTo(expected);
        assertThat(cluster.passes()).isPositive();
        assertThat(there.place().orElseThrow().tier()).isEqualTo("spark");
        assertThat(there.toJson().get("holdout_rows")).isEqualTo(here.toJson().get("holdout_rows"));
    }

    @ParameterizedTest
    @CsvSource({"binary, 7", "number, 64"})
    void aClusterBoostsToTheSameBytesAsOneProcess(String label, int parts) throws IOException {
        drop(hostile(label));
        RunRecord here = run(new Place.Job(3_600), "gradient-boosting");
        byte[] expected = model();
        forget();
        LocalCluster boosting = new LocalCluster(parts);

        RunRecord there = run(new Place.Driver(3_600, boosting), "gradient-boosting");

        assertThat(there.verdict()).isEqualTo(here.verdict());
        assertThat(model()).isEqualTo(expected);
        assertThat(boosting.passes()).isPositive();
    }

    @Test
    void autoIsALinearModelAndTheRecordSaysWhy() throws IOException {
        drop(hostile("binary"));

        RunRecord record = run(new Place.Driver(3_600, cluster), "auto");

        assertThat(record.toJson().get("learner").getAsString()).isEqualTo("logistic-regression");
        assertThat(record.toJson().toString())
                .contains("the dataset is so large that it is trained on Spark, where a linear model is fitted");
    }

    @Test
    void aForestIsRefused() throws IOException {
        drop(hostile("binary"));

        RunRecord record = run(new Place.Driver(3_600, cluster), "random-forest");

        assertThat(record.reasons())
                .containsExactly(
                        "dropfit.json: learner is random-forest, but the dataset is so large that it is trained"
                                + " on Spark, which grows no forests; accepted are auto, logistic-regression and"
                                + " gradient-boosting");
    }

    @Test
    void aDriverWithoutMemoryForAllRowsFitsThemAll() throws Exception {
        drop(hostile("binary"));
        CurrentDataset stored = CurrentDataset.find(data, SALES).orElseThrow();
        AtomicReference<RowPlan> opened = new AtomicReference<>();
        LocalCluster watched = new LocalCluster(opened::set);

        int rows = all(stored).table().rows();
        Dataset dataset;
        Training training;
        try (DatasetInput input = input(stored, watched)) {
            dataset = input.read(binary(), Optional.empty(), 0.25);
            training = Training.of(
                    dataset,
                    RunOrigin.ofFile(new Version("20261126T120000Z-1f0c2a9b")),
                    ModelFile::read,
                    Optional.of(new ClusterFit(watched, data, stored, input.files())));
        }

        assertThat(dataset.table().rows()).isBetween(rows / 5, rows * 3 / 10);
        assertThat(dataset.table().rowsOfFile()).isEqualTo(rows);
        int heldOut = dataset.split().count(dataset.table(), true);
        assertThat(Objects.requireNonNull(opened.get()).training().cardinality())
                .isEqualTo(rows - heldOut);
        assertThat(training.faithful()).isTrue();
        assertThat(training.record().toJson().toString())
                .contains("\"rows\":" + rows, "the model is fitted to all %,d rows".formatted(rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "packed", "wide", "parts"})
    void aSampleHasTheRowsOfItsPlacesHoweverTheFileIsStored(String form) throws Exception {
        String csv = hostile("binary");
        switch (form) {
            case "packed" -> drop(gzip(csv));
            case "wide" -> drop(("\uFEFF" + csv).getBytes(StandardCharsets.UTF_16LE));
            case "parts" -> dropParts(csv, 7);
            default -> drop(csv);
        }
        CurrentDataset stored = CurrentDataset.find(data, SALES).orElseThrow();

        Dataset all = all(stored);
        Dataset sample;
        try (DatasetInput input = input(stored, cluster)) {
            sample = input.read(binary(), Optional.empty(), 0.25);
        }

        assertThat(sample.sha256()).isEqualTo(all.sha256());
        assertThat(sample.table().lines().all()).isEqualTo(all.table().lines().all());
        assertThat(sample.table().lines().rows()).isEqualTo(sampled(all.table(), 0.25));
        assertThat(messages(sample, "repeated-header", "empty-rows", "lines-after-table", "comments"))
                .isEqualTo(messages(all, "repeated-header", "empty-rows", "lines-after-table", "comments"));
        assertThat(sample.schema().formats()).isEqualTo(all.schema().formats());
    }

    @Test
    void aSampleHasAllRowsOfAGroupOrNone() throws Exception {
        drop(visits());
        CurrentDataset stored = CurrentDataset.find(data, SALES).orElseThrow();

        Table sample;
        try (DatasetInput input = input(stored, cluster)) {
            sample = input.read(
                            SettingsReader.read("{\"label\": \"label\", \"split\": {\"group\": \"patient\"}}"),
                            Optional.empty(),
                            0.25)
                    .table();
        }

        // The rows of a patient are ten lines.
        BitSet lines = sample.lines().rows();
        assertThat(lines.stream().map(line -> (line - 2) / 10).distinct().count() * 10)
                .isEqualTo(sample.rows());
        assertThat(sample.rows()).isLessThan(3_000);
        assertThat(sample.lines().others().cardinality()).isEqualTo(10_000 - sample.rows());
    }

    @Test
    void aModelThatIsJudgedByTheNewestRowsIsFittedToTheSampleOnly() throws Exception {
        drop(visits());
        CurrentDataset stored = CurrentDataset.find(data, SALES).orElseThrow();
        AtomicReference<RowPlan> opened = new AtomicReference<>();
        LocalCluster watched = new LocalCluster(opened::set);

        Dataset dataset;
        Training training;
        try (DatasetInput input = input(stored, watched)) {
            dataset = input.read(
                    SettingsReader.read("{\"label\": \"label\", \"learner\": \"logistic-regression\","
                            + " \"split\": {\"time\": \"day\"}}"),
                    Optional.empty(),
                    0.25);
            training = Training.of(
                    dataset,
                    RunOrigin.ofFile(new Version("20261126T120000Z-1f0c2a9b")),
                    ModelFile::read,
                    Optional.of(new ClusterFit(watched, data, stored, input.files())));
        }

        int heldOut = dataset.split().count(dataset.table(), true);
        assertThat(Objects.requireNonNull(opened.get()).training().cardinality())
                .isEqualTo(dataset.table().rows() - heldOut);
        assertThat(training.record().toJson().toString())
                .contains("the dataset has 10,000 rows, but the model and all its figures are from a sample of %,d rows"
                        .formatted(dataset.table().rows()));
    }

    /** Ten visits of each of 1,000 patients, one after another. */
    private static String visits() {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("patient,day,weight,label\n");
        for (int row = 0; row < 10_000; row++) {
            double weight = random.nextGaussian();
            csv.append("p%d,2026-%02d-%02d,%.3f,%s\n"
                    .formatted(
                            row / 10,
                            1 + row / 1_000,
                            1 + row % 28,
                            weight,
                            weight + random.nextGaussian() > 0 ? "yes" : "no"));
        }
        return csv.toString();
    }

    private static List<String> messages(Dataset dataset, String... names) {
        return dataset.table().anomalies().stream()
                .filter(note -> List.of(names).contains(note.name()))
                .map(Anomaly::message)
                .toList();
    }

    /** The lines of the rows that a sample has. */
    private static BitSet sampled(Table table, double share) {
        BitSet lines = new BitSet();
        int line = -1;
        for (char[] places : table.shares()) {
            for (char place : places) {
                line = table.lines().rows().nextSetBit(line + 1);
                lines.set(line, Table.isSampled(place, share));
            }
        }
        return lines;
    }

    private Dataset all(CurrentDataset stored) throws Exception {
        try (DatasetInput input = input(stored, cluster)) {
            return input.read(binary(), Optional.empty(), 1);
        }
    }

    private DatasetInput input(CurrentDataset stored, Cluster workers) throws IOException {
        StoredObject content = stored.open(data).orElseThrow();
        return new DatasetInput(data, SALES, stored, content, new Place.Driver(3_600, workers), RANGE_BYTES);
    }

    private static Settings binary() throws InvalidSettingsException {
        return SettingsReader.read("{\"label\": \"label\", \"learner\": \"logistic-regression\"}");
    }

    @Test
    void aPackedFileIsReadToo() throws Exception {
        byte[] csv = hostile("binary").getBytes(StandardCharsets.UTF_8);
        drop(csv);
        run(new Place.Job(3_600), "logistic-regression");
        double[][] expected = weights();
        forget();

        drop(gzip(hostile("binary")));
        run(new Place.Driver(3_600, cluster), "logistic-regression");

        assertThat(weights()).isDeepEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 64})
    void aDatasetInPartsMakesTheSameBytesAsOneProcess(int parts) throws IOException {
        dropParts(hostile("binary"), parts);
        run(new Place.Job(3_600), "logistic-regression");
        byte[] expected = model();
        forget();

        RunRecord there = run(new Place.Driver(3_600, cluster), "logistic-regression");

        assertThat(there.promoted()).isTrue();
        assertThat(model()).isEqualTo(expected);
        assertThat(cluster.passes()).isPositive();
    }

    @Test
    void aPartThatIsReplacedMeanwhileLeavesTheRunToItsOwnEvent() throws IOException {
        dropParts(hostile("binary"), 3);
        Cluster late = new LocalCluster(plan -> {
            try {
                write(SALES.partsFolder() + "part-00001.csv.gz", gzip("weight,share\n1,2\n"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(runs(new Place.Driver(3_600, late)).run(SALES, OptionalLong.empty()))
                .isEqualTo(new TrainingRun.Result.Skipped(
                        "the dataset has been replaced or deleted; a newer one has an event of its own"));
        assertThat(models.names("sales/models/")).isEmpty();
    }

    @Test
    void wideCharactersAreReadFromTheBeginning() throws IOException {
        byte[] csv = ("\uFEFF" + hostile("binary")).getBytes(StandardCharsets.UTF_16LE);
        drop(csv);
        run(new Place.Job(3_600), "logistic-regression");
        byte[] expected = model();
        forget();

        run(new Place.Driver(3_600, cluster), "logistic-regression");

        assertThat(model()).isEqualTo(expected);
    }

    @Test
    void aDatasetThatIsReplacedMeanwhileIsLeftToItsOwnEvent() throws IOException {
        drop(hostile("binary"));
        Cluster late = new LocalCluster(plan -> {
            try {
                drop(hostile("number"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(runs(new Place.Driver(3_600, late)).run(SALES, OptionalLong.empty()))
                .isEqualTo(new TrainingRun.Result.Skipped(
                        "the dataset has been replaced or deleted; a newer one has an event of its own"));
        assertThat(models.names("sales/models/")).isEmpty();
    }

    @Test
    void aClusterThatFailsIsTriedAgainWithTheNextEvent() throws IOException {
        drop(hostile("binary"));

        assertThatThrownBy(() ->
                        runs(new Place.Driver(3_600, new GoneCluster(true))).run(SALES, OptionalLong.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("the cluster is gone");
        assertThat(run(new Place.Driver(3_600, cluster), "logistic-regression").promoted())
                .isTrue();
    }

    @Test
    void aStartThatHasNothingToDoTakesNoProcesses() throws IOException {
        drop(hostile("binary"));
        run(new Place.Driver(3_600, cluster), "logistic-regression");
        assertThat(cluster.prepared()).isEqualTo(1);

        run(new Place.Driver(3_600, cluster), "logistic-regression");

        assertThat(cluster.prepared()).isEqualTo(1);
    }

    @Test
    void startsOfAClusterThatCantBeStartedDoNotCount() throws IOException {
        drop(hostile("binary"));
        Place absent = new Place.Driver(3_600, new GoneCluster(false));

        for (int start = 0; start <= Attempts.MAX_STARTS; start++) {
            assertThatThrownBy(() -> runs(absent).run(SALES, OptionalLong.empty()))
                    .isInstanceOf(ClusterUnavailableException.class);
        }

        assertThat(run(new Place.Driver(3_600, cluster), "logistic-regression").promoted())
                .isTrue();
    }

    /**
     * A cluster without processes.
     *
     * @param starts whether it can be started
     */
    private record GoneCluster(boolean starts) implements Cluster {
        @Override
        public void prepare() {
            if (!starts) {
                throw new ClusterUnavailableException("no master", new IOException());
            }
        }

        @Override
        public Rows open(RowPlan plan) {
            return new Rows() {
                @Override
                public List<double[]> sums(Pass pass, List<RowGroup> groups) throws IOException {
                    throw new IOException("the cluster is gone");
                }

                @Override
                public int parts() {
                    return 1;
                }

                @Override
                public BoostingSums boost(BoostingPass pass, List<RowGroup> parts) throws IOException {
                    throw new IOException("the cluster is gone");
                }

                @Override
                public void close() {
                    // There is nothing.
                }
            };
        }

        @Override
        public void sample(SamplePlan plan, List<RowGroup> ranges, Samples samples) throws IOException {
            throw new IOException("the cluster is gone");
        }
    }

    private static String linear(String label) {
        return label.equals("number") ? "linear-regression" : "logistic-regression";
    }

    /** Line ends of all kinds, quotes with line ends, units, spellings, dates, repeated headers, empty rows, a total. */
    private static String hostile(String label) {
        SplittableRandom random = new SplittableRandom(7);
        String[] ends = {"\n", "\r\n", "\r"};
        StringBuilder csv = new StringBuilder("weight,share,\"k\"\"ind\",note,day,label\r\n");
        for (int row = 0; row < ROWS; row++) {
            double weight = random.nextGaussian() * 10;
            int share = random.nextInt(101);
            int kind = random.nextInt(4);
            double score = weight / 8 + share / 40.0 + kind - 2.5 + random.nextGaussian();
            String value = switch (label) {
                case "binary" -> score > 0 ? (row % 3 == 0 ? "Yes" : "yes") : "no";
                case "several" -> score > 1 ? "high" : score < -1 ? "low" : "\"mid,\n\"\"dle\"\"\"";
                case "number" -> row % 50 == 0 ? "n.a." : "%.3f".formatted(score);
                default -> "%.2f".formatted(Math.exp(score * 2));
            };
            String[] kinds = {"red", row % 2 == 0 ? "Blue" : "blue", "\"a\nb\"", "\"say \"\"x\"\"\r\n,\""};
            csv.append(row % 31 == 0 ? "" : "%.4f".formatted(weight))
                    .append(',')
                    .append(share)
                    .append(" %,")
                    .append(kinds[kind])
                    .append(",\"")
                    .append(row % 7 == 0 ? "line\rline\nline\r\n" : "plain")
                    .append("\",")
                    .append("2026-%02d-%02d".formatted(1 + row % 12, 1 + row % 28))
                    .append(',')
                    .append(value)
                    .append(ends[random.nextInt(3)]);
            if (row % 999 == 0) {
                csv.append(",,,,,\n\n# a remark\nweight,share,\"k\"\"ind\",note,day,label\n");
            }
        }
        return csv.append("Total,,,,,\n").toString();
    }

    /** Writes rows as parts, of which every second one is packed, and every third one ends without a line end. */
    private void dropParts(String csv, int parts) throws IOException {
        String header = csv.substring(0, csv.indexOf('\n') + 1);
        int from = 0;
        for (int part = 0; part < parts; part++) {
            int to = part == parts - 1 ? csv.length() : rowAfter(csv, csv.length() / parts * (part + 1));
            String content = (part == 0 ? "" : header) + csv.substring(from, to);
            String text = part % 3 == 2 ? content.stripTrailing() : content;
            String name = SALES.partsFolder() + "part-%05d.csv".formatted(part);
            if (part % 2 == 1) {
                write(name + ".gz", gzip(text));
            } else {
                write(name, text.getBytes(StandardCharsets.UTF_8));
            }
            from = to;
        }
        write(SALES.partsComplete(), new byte[0]);
    }

    /** Where the first row after a place begins. */
    private static int rowAfter(String csv, int place) {
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            quoted ^= csv.charAt(i) == '"';
            if (i >= place && !quoted && csv.charAt(i) == '\n') {
                return i + 1;
            }
        }
        return csv.length();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private void drop(String csv) throws IOException {
        drop(csv.getBytes(StandardCharsets.UTF_8));
    }

    private void drop(byte[] csv) throws IOException {
        write(SALES.dataset(), csv);
    }

    private void write(String name, byte[] content) throws IOException {
        long before = data.find(name).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        data.write(name, new ByteArrayInputStream(content), before);
    }

    private RunRecord run(Place place, String learner) throws IOException {
        String wanted = "{\"label\": \"label\", \"learner\": \"" + learner + "\"}";
        if (!wanted.equals(settings)) {
            write(SALES.settings(), wanted.getBytes(StandardCharsets.UTF_8));
            settings = wanted;
        }
        return ((TrainingRun.Result.Ended) runs(place).run(SALES, OptionalLong.empty())).record();
    }

    private TrainingRun runs(Place place) {
        return new TrainingRun(
                data,
                new Registry(models),
                "revision",
                Clock.systemUTC(),
                Retries.within(Duration.ZERO),
                Pulse.every(Duration.ofSeconds(5)),
                place);
    }

    private void forget() throws IOException {
        for (ObjectInfo object : models.list("")) {
            models.delete(object.name(), object.generation());
        }
    }

    /** What the model file has, without its record. */
    private byte[] model() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String entry : List.of("model.tribuo", "pipeline.json", "live.json", "rows.bin")) {
            all.write(entry(entry));
        }
        return all.toByteArray();
    }

    private double[][] weights() throws IOException, InvalidModelException {
        try (StoredObject latest = models.read("sales/models/latest.zip").orElseThrow()) {
            return ((LinearScorer) ModelFile.read(latest.readAllBytes()).scorer()).weights();
        }
    }

    private byte[] entry(String name) throws IOException {
        try (StoredObject latest = models.read("sales/models/latest.zip").orElseThrow();
                ZipInputStream zip = new ZipInputStream(latest.content())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + name);
    }
}
