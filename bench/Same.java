import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the front of any function costs that reads a body and sends as much as a prediction: the body, the headers and the length of the response. */
public final class Same implements HttpFunction {
    private static final byte[] BODY =
            ("{\"diagnosis\":\"heart-disease\",\"probability\":0.9092851081614981,\"probabilities\":{\"clear\":0.09071489183850186,"
                + "\"heart-disease\":0.9092851081614981},\"model\":\"heart\",\"version\":\"20261125T223540Z-b9bbddc2\",\"warnings\":[]}")
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        byte[] body = new byte[(int) request.getContentLength()];
        InputStream in = request.getInputStream();
        if (in.readNBytes(body, 0, body.length) != body.length
                || request.getHeaders().isEmpty()) {
            throw new IOException("The body is not whole");
        }
        response.setStatusCode(200);
        response.setContentType("application/json");
        response.appendHeader("X-Content-Type-Options", "nosniff");
        response.appendHeader("Dropfit-Version", "20261125T223540Z-b9bbddc2");
        response.getOutputStream().write(BODY);
    }
}
