package dev.dropfit.monitor.dashboard.card;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.monitor.dashboard.html.Html;

/** The settings that the run had. */
final class SettingsSection {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private SettingsSection() {}

    static Html of(RunOrigin origin) {
        Html section = Html.of("<section><h2>Settings</h2>");
        if (origin.settings().isPresent()) {
            return section.add(
                    "<p>The content of <code>dropfit.json</code>. Everything else was inferred from the dataset.</p>"
                            + "<pre><code>{}</code></pre></section>",
                    PRETTY.toJson(JsonParser.parseString(origin.settings().get())));
        }
        boolean none = origin.inputs()
                .map(Inputs::settings)
                .filter(settings -> settings == 0)
                .isPresent();
        return section.add(
                none
                        ? "<p>There was no <code>dropfit.json</code>. Everything was inferred from the dataset.</p></section>"
                        : "<p>The record has no settings.</p></section>");
    }
}
