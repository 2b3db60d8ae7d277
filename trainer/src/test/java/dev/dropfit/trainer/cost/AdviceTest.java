package dev.dropfit.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal for lack of memory advises is enough. */
final class AdviceTest {
    private static final Pattern ADVICE =
            Pattern.compile("give the trainer more memory \\(-Xmx(\\d+)m;.* --memory=(\\d+)Mi\\)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Refused while it is read, when a tenth of its rows is known.
                "numbers columns=20 rows=150000 values=5 classes=2",
                "integers columns=8 rows=250000 values=40 classes=7 learner=gradient-boosting",
                // Refused after it is read, when its columns are known.
                "codes columns=1500 rows=300 values=120 classes=2",
                "numbers columns=700 rows=1200 values=4 classes=0"
            })
    void withTheAdvisedHeapTheDatasetIsTrainedOn(String shape) throws Exception {
        Matcher advice = ADVICE.matcher(ShapeProcess.train(24, shape));
        assertThat(advice.find()).isTrue();
        int heap = Integer.parseInt(advice.group(1));

        assertThat(ShapeProcess.train(heap, shape)).contains("trained, model of");
        assertThat(Integer.parseInt(advice.group(2)) * 7 / 10).isGreaterThanOrEqualTo(heap);
    }
}
