package dev.dropfit.cli.up;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A tab. Keeps its network requests and the problems in its console. */
final class Page {
    private static final long TIMEOUT_SECONDS = 30;

    private final Browser.Connection connection;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    Page(Browser.Connection connection, String session) {
        this.connection = connection;
        this.session = session;
        connection.listen(session, this::note);
        for (String domain : List.of("Page", "Network", "Runtime", "Log", "DOM")) {
            call(domain + ".enable");
        }
        size(1200, 900);
    }

    private void note(JsonObject event) {
        JsonObject parameters = event.getAsJsonObject("params");
        switch (event.get("method").getAsString()) {
            case "Network.requestWillBeSent" ->
                requests.add(parameters.getAsJsonObject("request").get("url").getAsString());
            case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(parameters.get("type").getAsString())) {
                    problems.add(parameters.toString());
                }
            }
            case "Log.entryAdded" -> {
                JsonObject entry = parameters.getAsJsonObject("entry");
                if (List.of("error", "warning").contains(entry.get("level").getAsString())) {
                    problems.add(entry.toString());
                }
            }
            default -> {
                // Other events do not matter.
            }
        }
    }

    /** The URLs of all requests so far. */
    List<String> requests() {
        return requests;
    }

    /** All warnings and errors in the console so far. */
    List<String> problems() {
        return problems;
    }

    /** Goes to an address, and waits until the page and its scripts are loaded. */
    void go(String url) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("url", "about:blank");
        call("Page.navigate", parameters);
        await("document.readyState === 'complete' && location.href === 'about:blank'");
        parameters.addProperty("url", url);
        call("Page.navigate", parameters);
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    void size(int width, int height) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("width", width);
        parameters.addProperty("height", height);
        parameters.addProperty("deviceScaleFactor", 1);
        parameters.addProperty("mobile", width < 600);
        call("Emulation.setDeviceMetricsOverride", parameters);
    }

    /** Turns the pages' scripts on or off. */
    void scripts(boolean run) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("value", !run);
        call("Emulation.setScriptExecutionDisabled", parameters);
    }

    void dark(boolean dark) {
        JsonObject feature = new JsonObject();
        feature.addProperty("name", "prefers-color-scheme");
        feature.addProperty("value", dark ? "dark" : "light");
        JsonArray features = new JsonArray();
        features.add(feature);
        JsonObject parameters = new JsonObject();
        parameters.add("features", features);
        call("Emulation.setEmulatedMedia", parameters);
    }

    /** The value of an expression; of a promise, its result. */
    JsonElement evaluate(String expression) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("returnByValue", true);
        parameters.addProperty("awaitPromise", true);
        JsonObject response = call("Runtime.evaluate", parameters);
        if (response.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + response.get("exceptionDetails"));
        }
        JsonObject result = response.getAsJsonObject("result");
        return result.has("value") ? result.get("value") : new JsonPrimitive("undefined");
    }

    /** Waits until an expression is true. Errors while a page is being replaced count as false. */
    void await(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        String last = "";
        while (System.nanoTime() < end) {
            try {
                if (evaluate("Boolean(" + condition + ")").getAsBoolean()) {
                    return;
                }
            } catch (AssertionError | IllegalStateException e) {
                last = String.valueOf(e.getMessage());
            }
            pause();
        }
        throw new AssertionError("Never true: " + condition + " " + last + "\nin "
                + evaluate("document.body.innerText").getAsString());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of the first element that matches a selector. */
    String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ").innerText")
                .getAsString();
    }

    boolean has(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ") !== null")
                .getAsBoolean();
    }

    void click(String selector) {
        evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }

    /** Presses and releases a key, as {@code Tab}, {@code Enter}, {@code ArrowLeft}. */
    void press(String key) {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "ArrowLeft" -> 37;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(key);
        };
        for (String type : List.of("keyDown", "keyUp")) {
            JsonObject parameters = new JsonObject();
            parameters.addProperty("type", type);
            parameters.addProperty("key", key);
            parameters.addProperty("code", key);
            parameters.addProperty("windowsVirtualKeyCode", code);
            if (key.equals("Enter") && type.equals("keyDown")) {
                parameters.addProperty("text", "\r");
            }
            call("Input.dispatchKeyEvent", parameters);
        }
    }

    /** Presses Tab until an element that matches a selector has the focus. */
    void tabTo(String selector) {
        for (int i = 0; i < 200; i++) {
            if (evaluate("document.activeElement.matches(" + quoted(selector) + ")")
                    .getAsBoolean()) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("Tab does not reach " + selector);
    }

    /** Types into the focused element. */
    void type(String text) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("text", text);
        call("Input.insertText", parameters);
    }

    /** Chooses a file, as in the file dialogue. */
    void choose(String selector, Path file) {
        JsonObject nothing = new JsonObject();
        int root = call("DOM.getDocument", nothing)
                .getAsJsonObject("root")
                .get("nodeId")
                .getAsInt();
        JsonObject query = new JsonObject();
        query.addProperty("nodeId", root);
        query.addProperty("selector", selector);
        JsonObject parameters = new JsonObject();
        JsonArray files = new JsonArray();
        files.add(file.toString());
        parameters.add("files", files);
        parameters.add("nodeId", call("DOM.querySelector", query).get("nodeId"));
        call("DOM.setFileInputFiles", parameters);
    }

    /** Drops a file of this name and content onto the page. */
    void drop(String name, String content) {
        evaluate("""
            (() => {
              const transfer = new DataTransfer();
              transfer.items.add(new File([%s], %s, { type: 'text/csv' }));
              for (const type of ['dragenter', 'dragover', 'drop']) {
                document.querySelector('main').dispatchEvent(
                  new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
              }
            })()\
            """.formatted(quoted(content), quoted(name)));
    }

    /** The page as a PNG, from its top down to a maximum height. */
    byte[] picture(int maxHeight) {
        int width = evaluate("innerWidth").getAsInt();
        int height = Math.min(
                maxHeight, evaluate("document.documentElement.scrollHeight").getAsInt());
        JsonObject clip = new JsonObject();
        clip.addProperty("x", 0);
        clip.addProperty("y", 0);
        clip.addProperty("width", width);
        clip.addProperty("height", height);
        clip.addProperty("scale", 1);
        JsonObject parameters = new JsonObject();
        parameters.addProperty("format", "png");
        parameters.addProperty("captureBeyondViewport", true);
        parameters.add("clip", clip);
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", parameters).get("data").getAsString());
    }

    private JsonObject call(String method) {
        return call(method, new JsonObject());
    }

    private JsonObject call(String method, JsonObject parameters) {
        return connection.call(session, method, parameters);
    }
}
