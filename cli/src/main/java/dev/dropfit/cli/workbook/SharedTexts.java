package dev.dropfit.cli.workbook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The different texts of a workbook; its cells have their numbers.
 *
 * @param texts in the order of the file
 */
record SharedTexts(List<String> texts) {
    private static final int MAX_TEXTS = 5_000_000;
    private static final long MAX_CHARACTERS = 100_000_000;

    static SharedTexts read(WorkbookParts parts, Optional<String> part) throws IOException {
        List<String> texts = new ArrayList<>();
        Optional<XMLStreamReader> found = part.isPresent() ? parts.read(part.get()) : Optional.empty();
        if (found.isPresent()) {
            long characters = 0;
            try {
                XMLStreamReader xml = found.get();
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT
                            && xml.getLocalName().equals("si")) {
                        String text = RichText.read(xml);
                        characters += text.length();
                        texts.add(text);
                        if (texts.size() > MAX_TEXTS || characters > MAX_CHARACTERS) {
                            throw new DamagedWorkbookException(
                                    "The Excel workbook has too much text to be read at once. Open it in Excel or"
                                            + " LibreOffice and save the sheet as CSV UTF-8");
                        }
                    }
                }
            } catch (XMLStreamException e) {
                throw WorkbookParts.failure(e);
            }
        }
        return new SharedTexts(texts);
    }

    /** The text with a number, from 0. */
    String get(String number) throws DamagedWorkbookException {
        try {
            return texts.get(Integer.parseInt(number.strip()));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw DamagedWorkbookException.because("a text is missing");
        }
    }
}
