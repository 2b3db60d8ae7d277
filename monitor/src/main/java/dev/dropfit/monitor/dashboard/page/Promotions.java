package dev.dropfit.monitor.dashboard.page;

import com.google.gson.JsonObject;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.read.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** The changes of what is served, newest first. */
final class Promotions {
    static final int SHOWN = 20;

    private Promotions() {}

    static Html of(List<JsonObject> promotions) {
        if (promotions.isEmpty()) {
            return Html.none();
        }
        Html section = Html.of("""
                <section aria-labelledby="promotions"><h2 id="promotions">Changes of what is served</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="Changes of what is served"><table><thead><tr><th scope="col">When (UTC)</th><th scope="col">From</th>\
                <th scope="col">To</th><th scope="col">Why</th><th scope="col">Who and what for</th></tr></thead><tbody>
                """);
        for (JsonObject promotion : promotions) {
            String from = Json.text(promotion, "from");
            String who = Json.text(promotion, "who");
            String note = Json.text(promotion, "note");
            section.add(
                    "<tr><td>{}</td><td><code>{}</code></td><td><code>{}</code></td><td>{}</td><td><bdi>{}</bdi>{}<bdi>{}</bdi></td></tr>\n",
                    time(Json.text(promotion, "time")),
                    from.isEmpty() ? PageText.NONE : from,
                    Json.text(promotion, "to"),
                    Json.text(promotion, "why"),
                    who,
                    who.isEmpty() || note.isEmpty() ? "" : ": ",
                    note);
        }
        return section.add("</tbody></table></div></section>");
    }

    private static Html time(String text) {
        try {
            return PageText.moment(Instant.parse(text));
        } catch (DateTimeException e) {
            return Html.of("{}", text);
        }
    }
}
