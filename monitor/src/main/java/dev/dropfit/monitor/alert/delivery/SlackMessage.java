package dev.dropfit.monitor.alert.delivery;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.alert.message.Alert;
import dev.dropfit.monitor.alert.message.TextTables;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An alert in Slack's Block Kit.
 *
 * @see <a href="https://api.slack.com/reference/block-kit/blocks">Blocks</a>
 * @see <a href="https://api.slack.com/reference/surfaces/formatting#escaping">Escaping</a>
 */
final class SlackMessage {
    /** The limit of a section, in characters; escaping turns one into up to five. */
    private static final int MAX_SECTION = 3000;

    /** Characters that format text at the start or end of a word. */
    private static final Pattern FORMATTING = Pattern.compile("(?<![\\p{Alnum}])[*_~`]|[*_~`](?![\\p{Alnum}])");

    private SlackMessage() {}

    static JsonObject of(Alert alert) {
        JsonArray blocks = new JsonArray();
        blocks.add(header(alert.title()));
        blocks.add(section(escaped(alert.sentence()) + "\n" + escaped(alert.advice())));
        if (!alert.reasons().isEmpty()) {
            blocks.add(section(reasons(alert.reasons())));
        }
        if (!alert.figures().isEmpty()) {
            blocks.add(section(table(TextTables.figures(alert))));
        }
        if (!alert.runs().isEmpty()) {
            blocks.add(section(table(TextTables.runs(alert))));
        }
        alert.command().ifPresent(command -> blocks.add(section("To roll back: `" + escaped(command) + "`")));
        alert.dashboard().ifPresent(url -> blocks.add(section("<" + link(url) + "|Dashboard>")));
        JsonObject message = new JsonObject();
        // The text of notifications.
        message.addProperty("text", escaped(alert.title() + ". " + alert.sentence()));
        message.add("blocks", blocks);
        return message;
    }

    private static JsonObject header(String text) {
        JsonObject header = new JsonObject();
        header.addProperty("type", "header");
        JsonObject plain = new JsonObject();
        plain.addProperty("type", "plain_text");
        plain.addProperty("text", text);
        plain.addProperty("emoji", false);
        header.add("text", plain);
        return header;
    }

    private static JsonObject section(String markdown) {
        JsonObject section = new JsonObject();
        section.addProperty("type", "section");
        JsonObject text = new JsonObject();
        text.addProperty("type", "mrkdwn");
        text.addProperty("text", markdown);
        // Names of channels and people, and URLs, are not turned into links.
        text.addProperty("verbatim", true);
        section.add("text", text);
        return section;
    }

    /** As many reasons as fit into a section. */
    private static String reasons(List<String> reasons) {
        StringBuilder text = new StringBuilder();
        for (String reason : reasons) {
            String line = "• " + unformatted(escaped(reason)) + "\n";
            if (text.length() + line.length() <= MAX_SECTION) {
                text.append(line);
            }
        }
        return text.toString();
    }

    private static String table(List<List<String>> rows) {
        List<List<String>> safe = rows.stream()
                .map(row -> row.stream()
                        .map(cell -> escaped(cell).replace('`', '\''))
                        .collect(Collectors.toList()))
                .toList();
        return "```\n" + TextTables.aligned(safe) + "```";
    }

    /** Escapes the three characters that start mentions, links and commands in Slack. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Prevents formatting by asterisks and the like, with a zero-width space before each. */
    private static String unformatted(String text) {
        return FORMATTING.matcher(text).replaceAll("\u200B$0");
    }

    private static String link(String url) {
        return escaped(url).replace("|", "%7C");
    }
}
