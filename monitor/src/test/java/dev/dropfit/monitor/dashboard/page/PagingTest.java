package dev.dropfit.monitor.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {
    private static final List<Integer> SEVEN = IntStream.range(0, 7).boxed().toList();

    @ParameterizedTest
    @CsvSource({"1, 0, 2", "2, 3, 5", "3, 6, 6", "9, 6, 6"})
    void aPageHasItsPartOfTheList(int page, int first, int last) {
        assertThat(new Paging(7, 3, page).slice(SEVEN)).startsWith(first).endsWith(last);
    }

    @Test
    void theFirstPageLinksToTheNextOnly() {
        assertThat(new Paging(7, 3, 1).links("metric=f1&", Html.of("#runs")).toString())
                .contains("href=\"?metric=f1&amp;page=2#runs\"", "1 of 3")
                .doesNotContain("prev");
    }

    @Test
    void theLastPageLinksToThePreviousOnly() {
        assertThat(new Paging(7, 3, 3).links("", Html.none()).toString())
                .contains("href=\"?page=2\"", "3 of 3")
                .doesNotContain("next");
    }

    @Test
    void aListOfOnePageHasNoLinks() {
        assertThat(new Paging(3, 3, 1).links("", Html.none()).isEmpty()).isTrue();
    }

    @Test
    void anEmptyListHasAnEmptyPage() {
        assertThat(new Paging(0, 3, 1).slice(List.of())).isEmpty();
    }
}
