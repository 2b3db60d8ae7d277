package dev.dropfit.predictor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTest {
    @ParameterizedTest
    @CsvSource({
        "explain=true, true",
        "a=1&explain=true&b, true",
        "explai%6E=tr%75e, true",
        "explain=true&explain=false, true",
        "explain=false&explain=true, false",
        "explain=0, false",
        "explain, false",
        "explain=, false",
        "explain=False, false",
        "explain=TRUE, true",
        "explain=1, true",
        "explained=true, false",
        "a=explain=true, false",
        "&&=&=&, false",
        "%C3%A4=%E2%82%AC, false"
    })
    void theFirstParameterExplainCounts(String query, boolean explains) throws Exception {
        assertThat(Query.explains(query)).isEqualTo(explains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "maybe", "2"})
    void aParameterThatIsNeitherTrueNorFalseIsRefused(String value) {
        assertThatThrownBy(() -> Query.isStrict("strict=" + value))
                .hasMessage("strict is '" + value + "'; accepted are true and false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=%", "%ff=1", "x=%4", "x=%zz", "explain=true&x=%c3", "%"})
    void aQueryThatIsNotPercentEncodedUtf8IsRefused(String query) {
        assertThatThrownBy(() -> Query.explains(query))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage(
                        "The query of the URL can't be read; accepted is UTF-8, with % before two hexadecimal digits");
    }
}
