package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.Author;
import dev.dropfit.core.registry.DamagedObjectException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Notebook;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.UnknownVersionException;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNotes;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageResponse;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Writes a note or a tag about a version, or removes a tag. */
public final class AddNote {
    /** The last part of the form's path. */
    public static final String PATH = "note";

    private static final int MAX_FORM = 8192;
    private static final String VERSION = "version";
    private static final String TEXT = "text";
    private static final String TAG = "tag";
    private static final String UNTAG = "untag";

    private final Records records;
    private final Registry registry;
    private final InstantSource clock;

    /**
     * Notes that pages ask for.
     *
     * @param records finds versions
     * @param registry where the notes go
     */
    public AddNote(Records records, Registry registry, InstantSource clock) {
        this.records = records;
        this.registry = registry;
        this.clock = clock;
    }

    /** The forms for a note and for a tag. */
    public static Html forms(ModelName model, Version version, PageToken token, String root) {
        return Html.of(
                """
                <div class="note-forms">{}<label>Note <input name="{}" required maxlength="{}" autocomplete="off"></label> <button class="button">Add note</button></form>
                {}<label>Tag <input name="{}" required maxlength="30" pattern="{}" title="lower-case letters, digits and hyphens" autocomplete="off" spellcheck="false"></label>\
                 <button class="button">Add tag</button></form></div>
                """,
                start(model, version, token, root),
                TEXT,
                VersionNotes.Note.MAX_TEXT,
                start(model, version, token, root),
                TAG,
                VersionNotes.Tag.ACCEPTED);
    }

    /** The form that removes a tag. */
    public static Html removal(ModelName model, Version version, String tag, PageToken token, String root) {
        return Html.of(
                "{}<input type=\"hidden\" name=\"{}\" value=\"{}\"><button class=\"button\" aria-label=\"Remove the"
                        + " tag {}\">remove</button></form>",
                start(model, version, token, root),
                UNTAG,
                tag,
                tag);
    }

    private static Html start(ModelName model, Version version, PageToken token, String root) {
        return Html.of(
                "{}<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                Form.start(model, PATH, token, root),
                VERSION,
                version);
    }

    /**
     * Writes what the form has.
     *
     * @throws RefusedException when the token is wrong, or the note or tag is not accepted
     * @throws UnknownVersionException when there is no such version
     */
    public PageResponse respond(ModelName model, PageToken token, PageRequest request)
            throws IOException, RefusedException, UnknownVersionException {
        Map<String, String> form = Form.read(request, token, MAX_FORM);
        Version version = records.find(model, form.getOrDefault(VERSION, ""))
                .filter(known -> records.record(model, known).isPresent())
                .orElseThrow(() -> new RefusedException(
                        404, "Version not found", "The form has no version of " + model + " that has a record."));
        Notebook notebook = registry.notebook(model);
        Instant now = clock.instant();
        String who = Author.name();
        try {
            if (form.containsKey(UNTAG)) {
                notebook.untag(version, form.getOrDefault(UNTAG, ""));
            } else if (form.containsKey(TAG)) {
                notebook.tag(version, new VersionNotes.Tag(form.getOrDefault(TAG, ""), now, who));
            } else {
                notebook.add(version, new VersionNotes.Note(now, who, form.getOrDefault(TEXT, "")));
            }
        } catch (DamagedObjectException e) {
            throw new RefusedException(409, "Not written", "Nothing was written: " + e.getMessage() + ".");
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "Not written", "Nothing was written: " + e.getMessage() + ".");
        }
        return PageResponse.seeOther("../" + model + "?version=" + version + "#notes");
    }
}
