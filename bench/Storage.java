import dev.dropfit.core.bucket.FakeGcs;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Cloud Storage server on this machine that holds one model: java Storage MODEL.zip FILE, which then holds its address. */
public final class Storage {
    private Storage() {}

    public static void main(String[] arguments) throws Exception {
        FakeGcs storage = new FakeGcs().bucket("models");
        storage.put("models", "heart/models/latest.zip", Files.readAllBytes(Path.of(arguments[0])));
        Path address = Path.of(arguments[1]);
        Files.writeString(address.resolveSibling("address.tmp"), storage.endpoint());
        Files.move(address.resolveSibling("address.tmp"), address);
        Thread.sleep(Long.MAX_VALUE);
    }
}
