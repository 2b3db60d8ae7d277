package dev.dropfit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the documented settings to those that the functions and scripts read. */
final class SettingsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("\\bDROPFIT_[A-Z_]*[A-Z]");
    /** Read by the script dropfit, for the JVM of the command. */
    private static final Set<String> OF_THE_COMMAND = Set.of("DROPFIT_JAVA_OPTS");
    /** A setting of each function, written for one of them. */
    private static final Pattern OF_EACH_FUNCTION =
            Pattern.compile("DROPFIT_(TRAINER|PREDICTOR|ALERT|DASHBOARD|FUNCTION)_"
                    + "(MEMORY|CONCURRENCY|MAX_INSTANCES|MIN_INSTANCES|TIMEOUT|JAVA_OPTIONS|INVOKERS)");

    @Test
    void everySettingThatTheFunctionsReadIsInTheDocsAndPassedOn() throws IOException {
        Set<String> read = inCode("trainer", "predictor", "monitor");

        assertThat(named("docs/deploy.md", "docs/reference.md", "README.md")).containsAll(read);
        assertThat(named("deploy/functions.conf")).containsAll(read);
    }

    @Test
    void everySettingThatTheScriptsReadIsInTheDocs() throws IOException {
        assertThat(named("docs/deploy.md")).containsAll(scripts());
    }

    @Test
    void everySettingInTheDocsIsRead() throws IOException {
        Set<String> read = inCode("core", "trainer", "predictor", "monitor", "cli");
        read.addAll(scripts());
        read.addAll(OF_THE_COMMAND);
        // Read by the workflow that retrains.
        read.addAll(named(".github/workflows/retrain.yml"));

        assertThat(ofOne(named("docs/deploy.md", "docs/reference.md", "README.md")))
                .isSubsetOf(read);
    }

    /** The settings of the scripts, from the tables at their tops. */
    private static Set<String> scripts() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String script : List.of("deploy.sh", "bootstrap.sh", "deploy/common.sh")) {
            Files.readString(ROOT.resolve(script))
                    .lines()
                    .map(line -> line.replaceAll("^([A-Z_]+)\\|--.*", "$1"))
                    .filter(line -> NAME.matcher(line).matches())
                    .forEach(names::add);
        }
        assertThat(names).contains("DROPFIT_PROJECT", "DROPFIT_REPOSITORY");
        return names;
    }

    private static Set<String> ofOne(Set<String> names) {
        Set<String> others = new TreeSet<>(names);
        others.removeIf(name -> OF_EACH_FUNCTION.matcher(name).matches());
        return others;
    }

    private static Set<String> named(String... files) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : files) {
            NAME.matcher(Files.readString(ROOT.resolve(file)))
                    .results()
                    .map(MatchResult::group)
                    .forEach(names::add);
        }
        return names;
    }

    private static Set<String> inCode(String... modules) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : modules) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .forEach(names::add);
                }
            }
        }
        return names;
    }
}
