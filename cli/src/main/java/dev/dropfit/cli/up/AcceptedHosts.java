package dev.dropfit.cli.up;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The values of the header {@code Host} that name a server on this machine.
 *
 * @param names host names and addresses, in lower case, without a port
 * @param anyAddress whether any IP address is accepted as well: a page of another site always has a name
 */
record AcceptedHosts(List<String> names, boolean anyAddress) {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");
    /** Only the names of the loopback address. */
    static final AcceptedHosts LOOPBACK = new AcceptedHosts(THIS_MACHINE, false);

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final int DEFAULT_PORT = 80;

    AcceptedHosts {
        names = List.copyOf(names);
    }

    /**
     * In addition, the host at which the server listens.
     *
     * @param host the host as the user wrote it
     * @param address the address of this host
     */
    static AcceptedHosts of(String host, InetAddress address) {
        List<String> names = new ArrayList<>(THIS_MACHINE);
        String name = host.toLowerCase(Locale.ROOT);
        names.add(name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name);
        return new AcceptedHosts(names.stream().distinct().toList(), address.isAnyLocalAddress());
    }

    /** Whether this value of the header names the server at the port. A value without a port means port 80. */
    boolean include(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean hasPort = colon > lower.lastIndexOf(']');
        String name = hasPort ? lower.substring(0, colon) : lower;
        String at = hasPort ? lower.substring(colon + 1) : Integer.toString(DEFAULT_PORT);
        return at.equals(Integer.toString(port))
                && (names.contains(name) || (anyAddress && ADDRESS.matcher(name).matches()));
    }

    /** The accepted values for a message. */
    String text(int port) {
        return String.join(", ", names) + (anyAddress ? " and any IP address" : "") + ", with port " + port;
    }
}
