import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Path;

/** The lower bound for all peers: one pass of FastCSV over the file, which counts rows and characters. */
final class Floor extends AbstractBaseCsvCallbackHandler<Floor> {
    private long characters;

    private Floor() {}

    public static void main(String[] arguments) throws IOException {
        Floor floor = new Floor();
        long rows = 0;
        try (CloseableIterator<Floor> lines = CsvReader.builder().build(floor, Path.of(arguments[0])).iterator()) {
            while (lines.hasNext()) {
                lines.next();
                rows++;
            }
        }
        System.out.println(rows + " rows, " + floor.characters + " characters");
    }

    @Override
    protected void handleField(int field, char[] buffer, int offset, int length, boolean quoted) {
        characters += length;
    }

    @Override
    protected Floor buildRecord() {
        return this;
    }
}
