package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotebookTest {
    private static final Version MONDAY = new Version("20261123T080000Z-aaaaaaaa");
    private static final Version TUESDAY = new Version("20261124T080000Z-bbbbbbbb");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final MemoryBucket bucket = new MemoryBucket(NOON);
    private final Notebook notebook = new Registry(bucket).notebook(new ModelName("heart"));

    @Test
    void notesAndTagsAreKeptWithWhoWroteThemAndWhen() throws IOException {
        VersionNotes.Note note = new VersionNotes.Note(NOON, "ada", " two\nlines ");
        VersionNotes.Tag tag = new VersionNotes.Tag("before-easter", NOON, "bob");

        notebook.add(MONDAY, note);
        notebook.tag(MONDAY, tag);
        notebook.add(TUESDAY, new VersionNotes.Note(NOON, "", "other"));

        assertThat(notebook.read()).hasSize(2).containsEntry(MONDAY, new VersionNotes(List.of(note), List.of(tag)));
        assertThat(note.text()).isEqualTo("two lines");
    }

    @Test
    void aTagThatIsThereStaysAndCanBeRemoved() throws IOException {
        VersionNotes.Tag first = new VersionNotes.Tag("best", NOON, "ada");
        notebook.tag(MONDAY, first);
        notebook.tag(MONDAY, new VersionNotes.Tag("best", NOON.plusSeconds(9), "bob"));
        assertThat(notebook.read()).containsEntry(MONDAY, new VersionNotes(List.of(), List.of(first)));

        notebook.untag(MONDAY, "best");

        assertThat(notebook.read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"versions\": {\"20261123T080000Z-aaaaaaaa\": {\"notes\": [{\"te",
                "{\"versions\": {\"v1\": {\"notes\": []}}}",
                "{\"versions\": {\"20261123T080000Z-aaaaaaaa\": {\"notes\": [{\"time\": \"noon\", \"text\": \"x\"}]}}}"
            })
    void notesThatCantBeReadAreKept(String damaged) throws IOException {
        byte[] bytes = damaged.getBytes(StandardCharsets.UTF_8);
        bucket.write("heart/notes.json", bytes, Bucket.ABSENT);

        assertThatThrownBy(() -> notebook.add(MONDAY, new VersionNotes.Note(NOON, "ada", "new")))
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageStartingWith("the object heart/notes.json in the model bucket is damaged");
        assertThat(bucket.read("heart/notes.json").orElseThrow().readAllBytes(1000))
                .isEqualTo(bytes);
        assertThat(notebook.read().values()).allMatch(VersionNotes.NONE::equals);
    }

    @Test
    void notesOfSeveralPeopleAtTheSameTimeAreAllKept() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(4);
        List<Future<?>> written = IntStream.range(0, 12)
                .<Future<?>>mapToObj(i -> people.submit(() -> {
                    notebook.add(MONDAY, new VersionNotes.Note(NOON, "", "note " + i));
                    return null;
                }))
                .toList();
        for (Future<?> one : written) {
            one.get();
        }
        people.shutdown();

        assertThat(notebook.read().getOrDefault(MONDAY, VersionNotes.NONE).notes())
                .hasSize(12);
    }

    @Test
    void whatIsNotAcceptedIsRefusedInWords() throws IOException {
        assertThatThrownBy(() -> new VersionNotes.Note(NOON, "", " "))
                .hasMessage("the note has 0 characters; accepted are 1 to 500");
        assertThatThrownBy(() -> new VersionNotes.Tag("<b>", NOON, ""))
                .hasMessage("'<b>' is no tag; accepted are lower-case letters, digits and hyphens, at most 30, such as"
                        + " before-easter");
        for (int i = 0; i < Notebook.MAX_TAGS; i++) {
            notebook.tag(MONDAY, new VersionNotes.Tag("tag-" + i, NOON, ""));
        }
        assertThatThrownBy(() -> notebook.tag(MONDAY, new VersionNotes.Tag("one-more", NOON, "")))
                .hasMessage("the version has 10 tags, which is the maximum; remove one first");
    }
}
