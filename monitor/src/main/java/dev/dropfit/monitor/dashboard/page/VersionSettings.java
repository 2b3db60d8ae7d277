package dev.dropfit.monitor.dashboard.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.monitor.dashboard.html.Html;

/** The settings that a run had, or why there are none. */
public final class VersionSettings {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private VersionSettings() {}

    /** The settings, without a heading. */
    public static Html of(RunOrigin origin) {
        if (origin.settings().isPresent()) {
            return Html.of(
                    "<p>The content of <code>dropfit.json</code>. Everything else was inferred from the dataset.</p>"
                            + "<pre><code>{}</code></pre>",
                    PRETTY.toJson(JsonParser.parseString(origin.settings().get())));
        }
        boolean none = origin.inputs()
                .map(Inputs::settings)
                .filter(settings -> settings == 0)
                .isPresent();
        return Html.of(
                none
                        ? "<p>There was no <code>dropfit.json</code>. Everything was inferred from the dataset.</p>"
                        : "<p>The record has no settings.</p>");
    }
}
