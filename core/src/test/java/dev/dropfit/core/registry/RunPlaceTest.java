package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.facts.RunPlace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunPlaceTest {
    private static final RunOrigin ORIGIN = RunOrigin.ofFile(new Version("20261126T120000Z-0123abcd"));

    /** 8 CPUs and 32 GiB, of which 70 % are heap, for an hour: 8 * 3,600 * 0.000018 + 32 * 3,600 * 0.000002 dollars. */
    @Test
    void anHourOfAJobCostsWhatThePriceListSays() {
        RunPlace place = new RunPlace("job", 8, (long) (32 * 1024 * 0.7), true, Double.NaN);

        assertThat(place.took(3_600).costInDollars()).isCloseTo(0.7488, within(1e-4));
    }

    @Test
    void aMachineOfTheUsersOwnHasNoCost() {
        JsonObject json =
                record(new RunPlace("function", 2, 3_000, false, Double.NaN)).toJson();

        assertThat(json.getAsJsonObject("place")).hasToString("{\"tier\":\"function\",\"cpus\":2,\"heap_mb\":3000}");
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        RunRecord billed = record(new RunPlace("job", 8, 22_937, true, Double.NaN));

        assertThat(billed.place().orElseThrow().costInDollars()).isPositive();
        assertThat(RunRecord.read(billed.toJson()).place()).isEqualTo(billed.place());
        assertThat(RunRecord.read(RunRecord.invalid(ORIGIN, List.of("x"), Optional.empty())
                                .toJson())
                        .place())
                .isEmpty();
    }

    private static RunRecord record(RunPlace place) {
        return RunRecord.invalid(ORIGIN, List.of("x"), Optional.empty())
                .in(place)
                .took(60);
    }
}
