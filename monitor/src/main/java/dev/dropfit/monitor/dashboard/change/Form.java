package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.http.PageRequest;
import dev.dropfit.monitor.dashboard.http.PageToken;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A form of a page, which has the token for changes. */
final class Form {
    private Form() {}

    /**
     * The start of a form about a model, with the token.
     *
     * @param path the last part of its path
     * @param root the relative path from the page to the dashboard's root
     */
    static Html start(ModelName model, String path, PageToken token, String root) {
        return Html.of(
                "<form method=\"post\" action=\"{}{}/{}\"><input type=\"hidden\" name=\"{}\" value=\"{}\">",
                root,
                model,
                path,
                PageToken.FIELD,
                token.value());
    }

    /**
     * The fields of the form in a request's body.
     *
     * @throws RefusedException when the token is wrong, or the form is larger than this
     */
    static Map<String, String> read(PageRequest request, PageToken token, int maxBytes)
            throws IOException, RefusedException {
        try (InputStream body = request.body().open()) {
            byte[] form = body.readNBytes(maxBytes + 1);
            if (form.length > maxBytes) {
                throw new RefusedException(
                        413, "Form too large", "The form has more than " + Figures.bytes(maxBytes) + ".");
            }
            Map<String, String> fields = PageRequest.fields(new String(form, StandardCharsets.UTF_8));
            token.check(fields.getOrDefault(PageToken.FIELD, ""));
            return fields;
        }
    }
}
