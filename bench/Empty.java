import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An empty function: the lower bound of what serving costs. */
public final class Empty implements HttpFunction {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        response.setContentType("application/json");
        response.getOutputStream().write(BODY);
    }
}
