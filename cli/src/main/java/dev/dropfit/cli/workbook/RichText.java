package dev.dropfit.cli.workbook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Texts of a workbook, which may have parts in different fonts. */
final class RichText {
    /** More than Excel allows, and not so much that one text fills the memory. */
    private static final int MAX_CHARACTERS = 1 << 20;

    /** A character that XML does not allow or that would be trimmed, such as {@code _x000D_}. */
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private RichText() {}

    /** Reads to the end of the present element: the text of its parts, without the pronunciation of East Asian ones. */
    static String read(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        int pronounced = 0;
        boolean inText = false;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                pronounced += pronounced > 0 || xml.getLocalName().equals("rPh") ? 1 : 0;
                inText = xml.getLocalName().equals("t");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                pronounced -= pronounced > 0 ? 1 : 0;
                inText = false;
            } else if (inText && pronounced == 0) {
                append(xml, event, text);
            }
        }
        return unescaped(text.toString());
    }

    /** Reads to the end of the present element, which has only characters. */
    static String simple(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int event = xml.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            append(xml, event, text);
            event = xml.next();
        }
        return text.toString();
    }

    private static void append(XMLStreamReader xml, int event, StringBuilder text) {
        boolean characters = event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
        if (characters && text.length() < MAX_CHARACTERS) {
            text.append(xml.getText());
        }
    }

    static String unescaped(String text) {
        if (!text.contains("_x")) {
            return text;
        }
        Matcher matcher = ESCAPED.matcher(text);
        return matcher.replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
