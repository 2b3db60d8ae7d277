package dev.dropfit.monitor.dashboard.page;

import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.Layout;
import dev.dropfit.monitor.dashboard.http.Login;
import dev.dropfit.monitor.dashboard.http.PageResponse;

/** Asks for the token of a dashboard that other machines can reach. */
public final class LoginPage {
    private final Layout layout;

    public LoginPage(Layout layout) {
        this.layout = layout;
    }

    /**
     * The form.
     *
     * @param root the relative path from the page to the dashboard's root
     */
    public PageResponse respond(String root) {
        Html content = Html.of("""
            <section class="empty"><h1>Log in</h1>
            <p><code>dropfit up</code> has printed the address of this page with a token. Open that address, or enter the token here.</p>
            <form method="post" action="{}{}"><label for="login-token">Token</label>
            <input id="login-token" name="{}" type="password" required maxlength="64" autocomplete="off" spellcheck="false">
            <button class="button primary">Log in</button></form></section>
            """, root, Login.PATH, Login.FIELD);
        return PageResponse.html(401, layout.page("Log in", root, "", content)).with("WWW-Authenticate", "Bearer");
    }
}
