package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelFiles;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    private static final Version FIRST = new Version("20261122T084133Z-00000001");
    private static final Version SECOND = new Version("20261122T084133Z-00000002");
    private static final byte[] DAMAGED = {1, 2, 3};

    private final MemoryBucket bucket = new MemoryBucket(Instant.parse("2026-11-22T08:41:33Z"));
    private final Registry registry = new Registry(bucket);

    @Test
    void theLatestVersionOfAModelIsFoundByItsName() throws IOException {
        publish("a", FIRST);

        ServedModel found = catalog(2).find("a");

        assertThat(found.version()).isEqualTo(FIRST.value());
        assertThat(found.name()).isEqualTo(new ModelName("a"));
        assertThat(found.promoted()).isPresent();
    }

    @Test
    void aNameThatNoModelHasIsNotExpected() throws IOException {
        publish("a", FIRST);

        assertMissing(() -> catalog(2).find("b"), false, "There is no model 'b'; GET / lists the models");
        assertMissing(
                () -> catalog(2).find("B".repeat(81)),
                false,
                "There is no model '" + "B".repeat(80) + "…'; GET / lists the models");
        assertMissing(
                () -> catalog(2).find("?", FIRST.value()), false, "There is no model '?'; GET / lists the models");
    }

    @Test
    void aModelThatHasHadARunIsExpected() throws IOException {
        publish("a", FIRST);
        registry.record(new ModelName("b"), FIRST, RunRecord.read(new JsonObject()));

        assertMissing(() -> catalog(2).find("b"), true, "There is no model 'b' yet: none has been promoted");
    }

    @Test
    void aVersionIsLatestOrInTheArchive() throws IOException {
        publish("a", SECOND);
        registry.archive(new ModelName("a"), FIRST, ModelFiles.of(FIRST));
        Catalog catalog = catalog(2);

        assertThat(catalog.find("a", SECOND.value()).promoted()).isPresent();
        assertThat(catalog.find("a", FIRST.value()).version()).isEqualTo(FIRST.value());
        assertThat(catalog.find("a", FIRST.value()).promoted()).isEmpty();
        assertThat(catalog.find("a", FIRST.value())).isSameAs(catalog.find("a", FIRST.value()));
    }

    @Test
    void aVersionThatIsNeitherIsMissing() throws IOException {
        publish("a", SECOND);

        assertMissing(
                () -> catalog(2).find("a", FIRST.value()),
                false,
                "There is no version '20261122T084133Z-00000001' of the model 'a' in the archive");
        assertMissing(
                () -> catalog(2).find("a", "newest"),
                false,
                "There is no version 'newest' of the model 'a' in the archive");
    }

    @Test
    void withoutAModelNameTheOnlyModelIsMeant() throws IOException {
        assertMissing(() -> catalog(2).only(), true, "There is no model yet");

        publish("a", FIRST);
        assertThat(catalog(2).only().name()).isEqualTo(new ModelName("a"));

        publish("b", FIRST);
        assertMissing(
                () -> catalog(2).only(),
                false,
                "There are several models; set DROPFIT_DEFAULT_MODEL, or use POST /{model} (GET / lists the models)");
    }

    @Test
    void withoutAModelNameTheDefaultModelIsMeant() throws IOException {
        publish("a", FIRST);
        publish("b", SECOND);

        assertThat(catalog(2, Optional.of(new ModelName("b"))).only().version()).isEqualTo(SECOND.value());
    }

    @Test
    void anOverviewReadsAllModelsWhereTheyFitInMemory() throws IOException {
        publish("a", FIRST);
        publish("b", DAMAGED);
        publish("c", SECOND);
        Catalog catalog = catalog(3);

        assertThat(catalog.overview().isWhole()).isTrue();
        assertThat(catalog.names()).extracting(ModelName::value).containsExactly("a", "b", "c");
        assertThat(catalog.served()).extracting(ServedModel::version).containsExactly(FIRST.value(), SECOND.value());
        assertThat(catalog.loaded()).hasSize(2);
        assertThatThrownBy(() -> catalog.overview().latest(new ModelName("b")))
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void anOverviewUnloadsNoModelWhereTheyDoNotFitInMemory() throws IOException {
        publish("a", FIRST);
        publish("b", SECOND);
        Catalog catalog = catalog(1);
        catalog.find("b");

        assertThat(catalog.overview().isWhole()).isFalse();
        assertThat(catalog.served()).extracting(ServedModel::version).containsExactly(SECOND.value());
        assertThat(catalog.overview().latest(new ModelName("a"))).isEmpty();
        assertThat(catalog.loaded()).extracting(ServedModel::version).containsExactly(SECOND.value());
    }

    @Test
    void aPredictorIsReadyWhenAModelCanBeServed() throws IOException {
        assertThat(catalog(2).isReady()).isFalse();

        registry.record(new ModelName("a"), FIRST, RunRecord.read(new JsonObject()));
        assertThat(catalog(2).isReady()).isFalse();

        publish("a", DAMAGED);
        assertThat(catalog(2).isReady()).isFalse();

        publish("b", FIRST);
        assertThat(catalog(2).isReady()).isTrue();
    }

    @Test
    void aPredictorOfMoreModelsThanFitInMemoryIsReadyWhenOneCanBeServed() throws IOException {
        publish("a", DAMAGED);
        publish("b", DAMAGED);
        assertThat(catalog(1).isReady()).isFalse();

        publish("c", FIRST);
        Catalog catalog = catalog(1);
        assertThat(catalog.isReady()).isTrue();
        assertThat(catalog.loaded()).hasSize(1);
        assertThat(catalog.isReady()).isTrue();
    }

    private void publish(String name, Version version) throws IOException {
        publish(name, ModelFiles.of(version));
    }

    private void publish(String name, byte[] file) throws IOException {
        TrainedModels.publish(bucket, name, file);
    }

    private Catalog catalog(int maxModels) {
        return catalog(maxModels, Optional.empty());
    }

    private Catalog catalog(int maxModels, Optional<ModelName> defaultModel) {
        ModelSource source = new ModelSource(
                registry,
                ServeSettings.of(Duration.ofSeconds(10), maxModels),
                new Workers(Runnable::run, Runnable::run),
                System::nanoTime,
                new Metrics());
        return new Catalog(new ServedModels(source), new ArchivedModels(source), defaultModel);
    }

    private static void assertMissing(ThrowingCallable find, boolean expected, String message) {
        assertThatThrownBy(find)
                .isInstanceOfSatisfying(
                        NoModelException.class, e -> assertThat(e.isExpected()).isEqualTo(expected))
                .hasMessage(message);
    }
}
