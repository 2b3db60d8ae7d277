package dev.dropfit.trainer.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Tribuo;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

class TribuoProvenanceTest {
    private static final Instant TRAINED = Instant.parse("2026-11-22T08:41:33Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.tribuo.classification.sgd.linear.LinearSGDModel",
                "org.tribuo.regression.sgd.linear.LinearSGDModel",
                "org.tribuo.common.xgboost.XGBoostModel"
            })
    void theBytesAreThoseThatTribuoWrites(String className) {
        ModelProvenance theirs = new ModelProvenance(
                className,
                TRAINED.atOffset(ZoneOffset.UTC),
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                Map.of("learner", new StringProvenance("learner", "dropfit auto")),
                false);

        byte[] own = TribuoProvenance.of(className, "auto", TRAINED).toBytes();

        assertThat(own)
                .isEqualTo(new ProtoProvenanceSerialization(false)
                        .serializeToProto(ProvenanceUtil.marshalProvenance(theirs))
                        .toByteArray());
    }

    @Test
    void theVersionIsThatOfTheTribuoWhichReadsTheModelsOfTheTests() {
        assertThat(TribuoProvenance.VERSION).isEqualTo(Tribuo.VERSION);
    }
}
