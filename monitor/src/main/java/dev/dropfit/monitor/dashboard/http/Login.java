package dev.dropfit.monitor.dashboard.http;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may see a dashboard that other machines can reach: every client that has its token, as with Jupyter. A browser sends the token once, in the address
 * that was printed or in a form, and then has a cookie; a program sends it in the header {@code Authorization}. Token and cookie are random in
 * each process. Thread-safe.
 */
public final class Login {
    /** The path of the form. */
    public static final String PATH = "_login";
    /** The field with the token, of the form and of addresses. */
    public static final String FIELD = "token";

    private static final int BYTES = 32;
    private static final int MAX_FORM = 1024;
    private static final String BEARER = "Bearer ";

    private final String token = random();
    private final String session = random();
    private final String cookie;

    /** @param port of the dashboard: cookies are shared by all ports of a machine */
    public Login(int port) {
        this.cookie = "dropfit-login-" + port;
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** An address of the dashboard with the token. */
    public String address(String dashboard) {
        return dashboard + "/?" + FIELD + "=" + token;
    }

    /** Whether a request has the cookie, or the token in its header. */
    public boolean knows(PageRequest request) {
        return cookies(request).anyMatch(value -> isEqual(value, session))
                || request.headers()
                        .first("Authorization")
                        .filter(header -> header.startsWith(BEARER))
                        .filter(header ->
                                isEqual(header.substring(BEARER.length()).strip(), token))
                        .isPresent();
    }

    /**
     * The response to a request with the right token: the cookie, and the same page without the token in its address.
     *
     * @param root the relative path from the page to the dashboard's root
     * @return empty if the request does not have the right token
     */
    public Optional<PageResponse> answer(PageRequest request, String root) throws IOException {
        boolean isForm = request.method().equals("POST") && request.path().equals(List.of(PATH));
        String given = isForm ? form(request).getOrDefault(FIELD, "") : request.isGet() ? request.field(FIELD) : "";
        return isEqual(given.strip(), token)
                ? Optional.of(PageResponse.seeOther(root + model(request))
                        .with("Set-Cookie", cookie + "=" + session + "; Path=/; HttpOnly; SameSite=Lax"))
                : Optional.empty();
    }

    /** The model that the page is about; empty if it is about none. */
    private static String model(PageRequest request) {
        return request.path().stream()
                .findFirst()
                .flatMap(ModelName::parse)
                .map(ModelName::value)
                .orElse("");
    }

    private static Map<String, String> form(PageRequest request) throws IOException {
        try (InputStream body = request.body().open()) {
            return PageRequest.fields(new String(body.readNBytes(MAX_FORM), StandardCharsets.UTF_8));
        }
    }

    private Stream<String> cookies(PageRequest request) {
        String prefix = cookie + "=";
        return Arrays.stream(request.headers().first("Cookie").orElse("").split(";", -1))
                .map(String::strip)
                .filter(one -> one.startsWith(prefix))
                .map(one -> one.substring(prefix.length()));
    }

    /** In the same time however many characters are right. */
    private static boolean isEqual(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
