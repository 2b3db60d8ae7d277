package dev.dropfit.monitor.dashboard.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files that pages refer to, from the class path. The name has a digest of the content, so that browsers can cache a file forever. */
public final class Assets {
    /** No model can have this name. */
    public static final String FOLDER = "_assets";

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    /**
     * A file.
     *
     * @param type its media type
     * @param content its bytes, which never change
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Asset(String type, byte[] content) {}

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final String style;
    private final String chartStyle;
    private final String chartScript;
    private final String script;

    public Assets() {
        style = add("dashboard.css", "dashboard", "css", "text/css; charset=utf-8");
        script = add("dashboard.js", "dashboard", "js", "text/javascript; charset=utf-8");
        chartStyle = add(UPLOT + "uPlot.min.css", "uplot", "css", "text/css; charset=utf-8");
        chartScript = add(UPLOT + "uPlot.iife.min.js", "uplot", "js", "text/javascript; charset=utf-8");
    }

    private String add(String resource, String name, String extension, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The class path does not contain " + resource);
            }
            byte[] content = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String file = name + "." + HexFormat.of().formatHex(digest, 0, 6) + "." + extension;
            assets.put(file, new Asset(type, content));
            return FOLDER + "/" + file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    public Optional<Asset> find(String file) {
        return Optional.ofNullable(assets.get(file));
    }

    /** The elements for the head of a page. */
    Html head(String root) {
        return Html.of("""
                <link rel="stylesheet" href="{}{}">
                <link rel="stylesheet" href="{}{}">
                <script src="{}{}" defer></script>
                <script src="{}{}" defer></script>
                """, root, chartStyle, root, style, root, chartScript, root, script);
    }
}
