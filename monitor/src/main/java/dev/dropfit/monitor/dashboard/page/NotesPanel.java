package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.monitor.dashboard.change.AddNote;
import dev.dropfit.monitor.dashboard.change.Changes;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.Optional;

/** The notes and tags of a version, and where something can be changed the forms for more. */
final class NotesPanel {
    private NotesPanel() {}

    /** The panel; nothing without notes where nothing can be changed. */
    static Html of(ModelName model, Version version, VersionNotes notes, Optional<Changes> changes, String root) {
        if (notes.equals(VersionNotes.NONE) && changes.isEmpty()) {
            return Html.none();
        }
        Html panel = Html.of("<h3 id=\"notes\">Notes and tags</h3>");
        if (!notes.notes().isEmpty() || !notes.tags().isEmpty()) {
            panel.add("<ul class=\"written\">");
            for (VersionNotes.Tag tag : notes.tags()) {
                panel.add(
                        "<li><span class=\"tag\">{}</span> <span class=\"muted\">{}{}</span>{}</li>",
                        tag.name(),
                        by(tag.who()),
                        PageText.moment(tag.time()),
                        changes.map(here -> AddNote.removal(model, version, tag.name(), here.token(), root))
                                .orElseGet(Html::none));
            }
            for (VersionNotes.Note note : notes.notes()) {
                panel.add(
                        "<li><bdi>{}</bdi> <span class=\"muted\">{}{}</span></li>",
                        note.text(),
                        by(note.who()),
                        PageText.moment(note.time()));
            }
            panel.add("</ul>");
        }
        changes.ifPresent(here -> panel.add("{}", AddNote.forms(model, version, here.token(), root)));
        return panel;
    }

    private static Html by(String who) {
        return who.isEmpty() ? Html.none() : Html.of("<bdi>{}</bdi>, ", who);
    }

    /** The tags of a version, after its name. */
    static Html tags(VersionNotes notes) {
        Html tags = Html.of("");
        notes.tagNames().forEach(tag -> tags.add(" <span class=\"tag\">{}</span>", tag));
        return tags;
    }
}
