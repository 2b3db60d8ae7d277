package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedHostsTest {
    @ParameterizedTest
    @CsvSource({
        "box.local, 192.168.0.7, box.local:8080, true",
        "Box.Local, 192.168.0.7, box.LOCAL:8080, true",
        "box.local, 192.168.0.7, localhost:8080, true",
        "box.local, 192.168.0.7, 192.168.0.7:8080, false",
        "box.local, 192.168.0.7, evil.example:8080, false",
        "192.168.0.7, 192.168.0.7, 192.168.0.7:8080, true",
        "192.168.0.7, 192.168.0.7, 192.168.0.7:8081, false",
        "0.0.0.0, 0.0.0.0, 192.168.0.7:8080, true",
        "0.0.0.0, 0.0.0.0, [fe80::1]:8080, true",
        "0.0.0.0, 0.0.0.0, evil.example:8080, false",
        "0.0.0.0, 0.0.0.0, 1.2.3.4.evil.example:8080, false",
        "0.0.0.0, 0.0.0.0, 192.168.0.7, false",
        "fe80::1, fe80::1, [fe80::1]:8080, true",
        "fe80::1, fe80::1, fe80::1, false"
    })
    void aHostIsAcceptedWhereTheServerListens(String host, String address, String header, boolean accepted)
            throws UnknownHostException {
        assertThat(AcceptedHosts.of(host, InetAddress.getByName(address)).include(header, 8080))
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "localhost:80, true", "localhost:8080, false"})
    void aHostWithoutAPortMeansPort80(String header, boolean accepted) {
        assertThat(AcceptedHosts.LOOPBACK.include(header, 80)).isEqualTo(accepted);
    }
}
