package dev.dropfit.cli.up;

import dev.dropfit.cli.run.Drop;
import java.time.Duration;
import java.util.Optional;

/** Records in {@link RunsUnderWay} when a delivery starts, fails and ends. */
final class FollowedReceiver implements DropDeliveries.Receiver {
    private final DropDeliveries.Receiver receiver;
    private final RunsUnderWay underWay;

    FollowedReceiver(DropDeliveries.Receiver receiver, RunsUnderWay underWay) {
        this.receiver = receiver;
        this.underWay = underWay;
    }

    @Override
    public Optional<String> deliver(Drop drop) throws InterruptedException {
        underWay.dropped(drop.model());
        Optional<String> failure = receiver.deliver(drop);
        if (failure.isEmpty()) {
            underWay.ended(drop.model());
        }
        return failure;
    }

    @Override
    public void failed(Drop drop, String why, Duration pause) {
        underWay.failed(drop.model(), why + "; next attempt in " + pause.toSeconds() + " s");
        receiver.failed(drop, why, pause);
    }

    @Override
    public void expired(Drop drop, String why) {
        underWay.ended(drop.model());
        receiver.expired(drop, why);
    }
}
