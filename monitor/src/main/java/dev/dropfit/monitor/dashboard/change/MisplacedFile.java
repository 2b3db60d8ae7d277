package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.read.Records;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file in the data bucket that is not read because of its place or name.
 *
 * @param model the model that it is probably for; empty if that is unknown
 * @param advice which file it is, and what to do
 */
public record MisplacedFile(Optional<ModelName> model, String advice) {
    private static final int MAX_SHOWN = 10;

    /**
     * The files of a dashboard: those in the data folder of this machine, or those that the trainer has noted.
     *
     * @param changes of a dashboard of this machine
     */
    public static List<MisplacedFile> all(Optional<Changes> changes, Records records) throws IOException {
        return changes.isPresent()
                ? changes.get().operations().misplaced()
                : records.unread().stream()
                        .map(upload -> new MisplacedFile(upload.model(), upload.advice()))
                        .toList();
    }

    /** What a page says about such files; nothing when there are none. */
    public static Html notice(List<MisplacedFile> files) {
        if (files.isEmpty()) {
            return Html.none();
        }
        Html notice = Html.of(
                "<section class=\"notice\" aria-labelledby=\"misplaced\"><h2 id=\"misplaced\">{}</h2><ul>",
                files.size() == 1 ? "A file is not read" : files.size() + " files are not read");
        files.stream().limit(MAX_SHOWN).forEach(file -> notice.add("<li><bdi>{}</bdi></li>", file.advice()));
        if (files.size() > MAX_SHOWN) {
            notice.add("<li>and {} more</li>", files.size() - MAX_SHOWN);
        }
        return notice.add("</ul></section>");
    }

    /** Whether it is probably for this model. */
    public boolean isFor(ModelName name) {
        return model.filter(name::equals).isPresent();
    }
}
