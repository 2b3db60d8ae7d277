package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowedReceiverTest {
    private static final ModelName CHURN = new ModelName("churn");
    private static final Drop DROP = new Drop(CHURN, new ObjectInfo("churn/dataset.csv", 1, 1, Instant.EPOCH));

    private final RunsUnderWay underWay = RunsUnderWay.followed(Clock.systemUTC());
    private final List<String> forwarded = new ArrayList<>();
    private Optional<String> failure = Optional.empty();
    private final FollowedReceiver receiver = new FollowedReceiver(
            new DropDeliveries.Receiver() {
                @Override
                public Optional<String> deliver(Drop drop) {
                    forwarded.add("deliver");
                    assertThat(underWay.progress()).containsKey(CHURN);
                    return failure;
                }

                @Override
                public void failed(Drop drop, String why, Duration pause) {
                    forwarded.add("failed " + why);
                }

                @Override
                public void expired(Drop drop, String why) {
                    forwarded.add("expired " + why);
                }
            },
            underWay);

    @Test
    void aDeliveryThatSucceedsEndsTheRun() throws InterruptedException {
        assertThat(receiver.deliver(DROP)).isEmpty();

        assertThat(underWay.progress()).isEmpty();
        assertThat(forwarded).containsExactly("deliver");
    }

    @Test
    void aDeliveryThatFailsShowsWhyAndWhenTheNextAttemptIs() throws InterruptedException {
        failure = Optional.of("disk full");

        assertThat(receiver.deliver(DROP)).hasValue("disk full");
        receiver.failed(DROP, "disk full", Duration.ofSeconds(4));

        assertThat(underWay.progress())
                .containsEntry(CHURN, new Progress(Progress.Milestone.DROPPED, "disk full; next attempt in 4 s", ""));
        assertThat(forwarded).containsExactly("deliver", "failed disk full");
    }

    @Test
    void aDropThatExpiresEndsTheRun() throws InterruptedException {
        failure = Optional.of("disk full");
        receiver.deliver(DROP);

        receiver.expired(DROP, "disk full");

        assertThat(underWay.progress()).isEmpty();
        assertThat(forwarded).containsExactly("deliver", "expired disk full");
    }
}
