package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.monitor.dashboard.html.Html;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run noted about its dataset, in words: suspicious columns first, then how the file was read. */
final class DatasetNotes {
    /** Of each kind. */
    private static final int MAX_SHOWN = 20;

    private DatasetNotes() {}

    /**
     * The section; nothing without notes.
     *
     * @param ofVersion names the version, starting with 'of'
     */
    static Html of(RunRecord record, Html ofVersion) {
        List<ColumnFacts> columns = record.model().columns();
        Map<Boolean, List<Anomaly>> notes = record.model().anomalies().stream()
                .collect(Collectors.partitioningBy(
                        note -> columns.stream().anyMatch(column -> note.names(column.name()))));
        Html lists = Html.of(
                "{}{}",
                list("Columns to look at", notes.getOrDefault(true, List.of())),
                list("The file and the rows", notes.getOrDefault(false, List.of())));
        return lists.isEmpty()
                ? lists
                : Html.of(
                        "<section aria-labelledby=\"dataset\"><h2 id=\"dataset\">Notes about the dataset <small"
                                + " class=\"muted\">{}</small></h2>{}</section>",
                        ofVersion,
                        lists);
    }

    /** What makes the metrics look too good, to be shown next to them; nothing without a record. */
    static Html flattering(Optional<RunRecord> record) {
        Html notes = Html.none();
        record.ifPresent(run -> run.model()
                .flattering()
                .forEach(note -> notes.add(
                        "<p><strong class=\"notable\">Before you rely on these metrics:</strong> <bdi>{}</bdi>.</p>",
                        note)));
        return notes;
    }

    private static Html list(String heading, List<Anomaly> notes) {
        if (notes.isEmpty()) {
            return Html.none();
        }
        Html list = Html.of("<h3>{}</h3><ul class=\"notes\">", heading);
        notes.stream()
                .limit(MAX_SHOWN)
                .forEach(note -> list.add("<li><bdi>{}</bdi>{}</li>", note.message(), lines(note)));
        list.add("</ul>");
        if (notes.size() > MAX_SHOWN) {
            list.add(
                    "<p class=\"muted\">{} in the record.</p>",
                    Figures.count(notes.size() - MAX_SHOWN, "more note is", "more notes are"));
        }
        return list;
    }

    /** Where to look in the file; nothing if the message says it. */
    private static Html lines(Anomaly note) {
        return note.lines().isEmpty()
                        || note.message().contains("line ")
                        || note.message().contains("lines ")
                ? Html.none()
                : Html.of(
                        " <span class=\"muted\">({} {})</span>",
                        note.lines().size() == 1 ? "line" : "for example lines",
                        Text.list(note.lines().stream().map(Figures::count).toList(), MAX_SHOWN));
    }
}
