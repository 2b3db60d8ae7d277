package dev.dropfit.cli.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small workbooks, as their format says: ECMA-376, part 1. */
public final class Xlsx {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

    private final Map<String, String> parts = new LinkedHashMap<>();
    private final List<String> sheets = new ArrayList<>();
    private final List<String> styles = new ArrayList<>();
    private String texts = "";
    private String properties = "";

    /** A visible sheet with these rows, as in its XML. */
    public Xlsx sheet(String name, String rows) {
        return sheet(name, "visible", rows);
    }

    Xlsx sheet(String name, String state, String rows) {
        int number = sheets.size() + 1;
        sheets.add("<sheet name=\"" + name + "\" sheetId=\"" + number + "\" state=\"" + state + "\" r:id=\"rId" + number
                + "\"/>");
        return part(
                "xl/worksheets/sheet" + number + ".xml",
                "<worksheet xmlns=\"" + MAIN + "\"><dimension ref=\"A1\"/><sheetData>" + rows
                        + "</sheetData><pageMargins left=\"1\"/></worksheet>");
    }

    /** The shared texts, as in their XML. */
    Xlsx texts(String items) {
        texts = items;
        return this;
    }

    /** The formats of the styles 1, 2, …. */
    Xlsx formats(String... codes) {
        styles.addAll(List.of(codes));
        return this;
    }

    Xlsx from1904() {
        properties = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    Xlsx part(String name, String content) {
        parts.put(name, content);
        return this;
    }

    /** Writes the file and returns its path. */
    public Path write(Path file) throws IOException {
        StringBuilder relations = new StringBuilder();
        for (int i = 1; i <= sheets.size(); i++) {
            relations.append(relation("rId" + i, "worksheet", "worksheets/sheet" + i + ".xml"));
        }
        relations.append(relation("rId901", "sharedStrings", "/xl/sharedStrings.xml"));
        relations.append(relation("rId902", "styles", "styles.xml"));
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        all.put("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml")));
        all.put("xl/_rels/workbook.xml.rels", relations(relations.toString()));
        all.put(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS + "\">" + properties + "<sheets>"
                        + String.join("", sheets) + "</sheets></workbook>");
        all.put("xl/sharedStrings.xml", "<sst xmlns=\"" + MAIN + "\">" + texts + "</sst>");
        all.put("xl/styles.xml", styles());
        all.putAll(parts);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private String styles() {
        StringBuilder formats = new StringBuilder();
        StringBuilder cells = new StringBuilder("<xf numFmtId=\"0\"/>");
        for (int i = 0; i < styles.size(); i++) {
            int id = 164 + i;
            formats.append("<numFmt numFmtId=\"" + id + "\" formatCode=\""
                    + styles.get(i).replace("\"", "&quot;") + "\"/>");
            cells.append("<xf numFmtId=\"" + id + "\"/>");
        }
        return "<styleSheet xmlns=\"" + MAIN + "\"><numFmts>" + formats
                + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>" + "</cellStyleXfs><cellXfs>" + cells
                + "</cellXfs></styleSheet>";
    }

    private static String relations(String relations) {
        return "<Relationships xmlns=\"" + PACKAGE + "\">" + relations + "</Relationships>";
    }

    private static String relation(String id, String type, String target) {
        return "<Relationship Id=\"" + id + "\" Type=\"" + RELATIONS + "/" + type + "\" Target=\"" + target + "\"/>";
    }
}
