package dev.dropfit.cli.workbook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * How the numbers of a workbook are shown: only this tells a date from a number.
 *
 * @param kinds by the number of the style
 * @param from1904 whether days are counted from 1904
 */
record CellFormats(List<NumberKind> kinds, boolean from1904) {
    static CellFormats read(WorkbookParts parts, Optional<String> part, boolean from1904) throws IOException {
        List<NumberKind> kinds = new ArrayList<>();
        Map<String, NumberKind> own = new HashMap<>();
        Optional<XMLStreamReader> found = part.isPresent() ? parts.read(part.get()) : Optional.empty();
        if (found.isPresent()) {
            try {
                XMLStreamReader xml = found.get();
                boolean cells = false;
                while (xml.hasNext()) {
                    int event = xml.next();
                    if (event == XMLStreamConstants.START_ELEMENT) {
                        String name = xml.getLocalName();
                        cells = cells || name.equals("cellXfs");
                        if (name.equals("numFmt")) {
                            own.put(Attributes.of(xml, "numFmtId"), NumberKind.of(Attributes.of(xml, "formatCode")));
                        } else if (name.equals("xf") && cells) {
                            String id = Attributes.of(xml, "numFmtId");
                            kinds.add(own.getOrDefault(id, NumberKind.builtIn(id)));
                        }
                    } else if (event == XMLStreamConstants.END_ELEMENT
                            && xml.getLocalName().equals("cellXfs")) {
                        cells = false;
                    }
                }
            } catch (XMLStreamException e) {
                throw WorkbookParts.failure(e);
            }
        }
        return new CellFormats(kinds, from1904);
    }

    /** A number as text: a date if its style shows one. */
    String text(String number, String style) {
        NumberKind kind = NumberKind.NUMBER;
        if (!style.isEmpty()) {
            try {
                int index = Integer.parseInt(style);
                kind = index >= 0 && index < kinds.size() ? kinds.get(index) : NumberKind.NUMBER;
            } catch (NumberFormatException e) {
                // A style that does not exist shows the number as it is.
                kind = NumberKind.NUMBER;
            }
        }
        return kind.text(number, from1904);
    }
}
