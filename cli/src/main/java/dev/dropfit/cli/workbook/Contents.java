package dev.dropfit.cli.workbook;

import dev.dropfit.core.csv.InvalidTableException;
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
 * The table of contents of a workbook.
 *
 * @param sheets the sheets with cells, in the order of their tabs
 * @param texts the name of the part with the shared texts; empty if there is none
 * @param styles the name of the part with the styles; empty if there is none
 * @param from1904 whether days are counted from 1904
 */
record Contents(List<Sheet> sheets, Optional<String> texts, Optional<String> styles, boolean from1904) {
    private static final int MAX_SHEETS = 10_000;

    Contents {
        sheets = List.copyOf(sheets);
    }

    /**
     * A relation of one part to another.
     *
     * @param type the last word of its type
     * @param target the name of the other part
     */
    private record Relation(String type, String target) {}

    static Contents read(WorkbookParts parts) throws IOException, InvalidTableException {
        String workbook = relations(parts, "").values().stream()
                .filter(relation -> relation.type().equals("officeDocument"))
                .map(Relation::target)
                .findFirst()
                .orElse("xl/workbook.xml");
        if (workbook.endsWith(".bin")) {
            throw new InvalidTableException(
                    "The file is a binary Excel workbook (.xlsb). Open it in Excel or LibreOffice and save it as .xlsx, or"
                            + " the sheet as CSV UTF-8");
        }
        Map<String, Relation> relations = relations(parts, workbook);
        List<Sheet> sheets = new ArrayList<>();
        boolean from1904 = false;
        try {
            XMLStreamReader xml = parts.read(workbook)
                    .orElseThrow(() -> DamagedWorkbookException.because("its list of sheets is missing"));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    if (xml.getLocalName().equals("sheet") && sheets.size() < MAX_SHEETS) {
                        addSheet(xml, relations, sheets);
                    } else if (xml.getLocalName().equals("workbookPr")) {
                        String date = Attributes.of(xml, "date1904");
                        from1904 = date.equals("1") || date.equals("true");
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw WorkbookParts.failure(e);
        }
        return new Contents(sheets, target(relations, "sharedStrings"), target(relations, "styles"), from1904);
    }

    /** Sheets with a chart only are left out. */
    private static void addSheet(XMLStreamReader xml, Map<String, Relation> relations, List<Sheet> sheets) {
        Relation relation = relations.get(Attributes.relation(xml));
        if (relation != null && relation.type().equals("worksheet")) {
            String state = Attributes.of(xml, "state");
            boolean hidden = !state.isEmpty() && !state.equals("visible");
            sheets.add(new Sheet(Attributes.of(xml, "name"), hidden, relation.target()));
        }
    }

    private static Optional<String> target(Map<String, Relation> relations, String type) {
        return relations.values().stream()
                .filter(relation -> relation.type().equals(type))
                .map(Relation::target)
                .findFirst();
    }

    /** The relations of a part, or of the whole archive if its name is empty, by their identifiers. */
    private static Map<String, Relation> relations(WorkbookParts parts, String part) throws IOException {
        int slash = part.lastIndexOf('/');
        String folder = part.substring(0, slash + 1);
        Map<String, Relation> relations = new HashMap<>();
        Optional<XMLStreamReader> found = parts.read(folder + "_rels/" + part.substring(slash + 1) + ".rels");
        if (found.isEmpty()) {
            return relations;
        }
        try {
            XMLStreamReader xml = found.get();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Relationship")) {
                    String type = Attributes.of(xml, "Type");
                    relations.put(
                            Attributes.of(xml, "Id"),
                            new Relation(
                                    type.substring(type.lastIndexOf('/') + 1),
                                    resolved(folder, Attributes.of(xml, "Target"))));
                }
            }
        } catch (XMLStreamException e) {
            throw WorkbookParts.failure(e);
        }
        return relations;
    }

    /** The name of a part that is given relative to a folder, or with a leading slash. */
    private static String resolved(String folder, String target) {
        if (target.startsWith("/")) {
            return target.substring(1);
        }
        String base = folder;
        String rest = target;
        while (rest.startsWith("../") || rest.startsWith("./")) {
            if (rest.startsWith("../")) {
                base = base.substring(0, base.lastIndexOf('/', base.length() - 2) + 1);
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return base + rest;
    }
}
