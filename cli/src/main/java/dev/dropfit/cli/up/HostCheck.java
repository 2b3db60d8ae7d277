package dev.dropfit.cli.up;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests for other hosts with the status 421. A page of another site can let its own host name resolve to this machine (DNS
 * rebinding): its browser then takes a function for a part of that site, but sends the name of the site in the header {@code Host}.
 */
final class HostCheck extends Handler.Wrapper {
    private final AcceptedHosts hosts;

    HostCheck(AcceptedHosts hosts, Handler function) {
        super(function);
        this.hosts = hosts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<String> found = request.getHeaders().getValuesList(HttpHeader.HOST);
        int port = Request.getLocalPort(request);
        if (found.size() == 1
                && hosts.include(found.get(0), port)
                && hosts.include(authority(request, found.get(0)), port)) {
            return super.handle(request, response, callback);
        }
        JsonErrors.write(
                response,
                HttpStatus.MISDIRECTED_REQUEST_421,
                "the request has the host '" + String.join(", ", found) + "'; accepted are " + hosts.text(port)
                        + "; 'dropfit up --host' accepts another name",
                callback);
        return true;
    }

    /** The host in a request target that is a whole URL; the one of the header when the target is a path. */
    private static String authority(Request request, String host) {
        String authority = request.getHttpURI().getAuthority();
        return authority == null ? host : authority;
    }
}
