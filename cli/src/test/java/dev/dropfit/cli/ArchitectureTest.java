package dev.dropfit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which module and which package may use which, and who may know what. Add a new package to the list of its module: no package may use one
 * further down the list, nor one on its own line.
 */
@AnalyzeClasses(
        packages = "dev.dropfit",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** Core lends its fakes to the tests of other modules, as a jar once everything is packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    final ArchRule modules = layers("dev.dropfit", "core..", "trainer.. predictor.. monitor..", "cli..");

    @ArchTest
    final ArchRule packagesOfCore = layers(
            "dev.dropfit.core",
            ".",
            "bucket csv text drift",
            "format",
            "model",
            "live",
            "model.score",
            "model.file",
            "scoring",
            "registry.facts",
            "registry",
            "live.store",
            "live.watch live.trial",
            "use");

    @ArchTest
    final ArchRule packagesOfTheTrainer = layers(
            "dev.dropfit.trainer",
            "settings job",
            "format",
            "table",
            "split",
            "schema",
            "feature",
            "read",
            "learn",
            "learn.tree",
            "learn.linear learn.boost learn.forest",
            "learn.blend evaluate drift tribuo batch cluster",
            "outcome",
            ".");

    @ArchTest
    final ArchRule packagesOfThePredictor = layers(
            "dev.dropfit.predictor",
            "memory",
            "json",
            "observe",
            "live",
            "row serve http",
            "predict page trial",
            "dialect",
            ".");

    @ArchTest
    final ArchRule packagesOfTheMonitor = layers(
            "dev.dropfit.monitor",
            "alert.decision dashboard.html dashboard.read",
            "alert.message dashboard.http dashboard.chart",
            "alert.delivery dashboard.change dashboard.tryit",
            "alert dashboard.page",
            "dashboard.card",
            "dashboard",
            ".");

    @ArchTest
    final ArchRule packagesOfTheCommandLine =
            layers("dev.dropfit.cli", "console workbook onnx", "run", "file bucket up", ".");

    @ArchTest
    final ArchRule predictionsKnowNoHttp = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.predictor.predict")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.predictor.http");

    @ArchTest
    final ArchRule onlyTheRouterKnowsTheDialects = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.predictor..")
            .and()
            .doNotHaveSimpleName("Router")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.dropfit\\.predictor\\.dialect\\.\\w+Dialect");

    @ArchTest
    final ArchRule alertsKnowNoDashboard = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.monitor.alert..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.monitor.dashboard..");

    @ArchTest
    final ArchRule theDashboardKnowsNoAlerts = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.monitor.dashboard..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.monitor.alert..");

    @ArchTest
    final ArchRule httpOfTheDashboardKnowsNoRecords = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.monitor.dashboard.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.monitor.dashboard.read");

    @ArchTest
    final ArchRule theConsoleKnowsNothingOfTheDomain = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.cli.console")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.core.*..");

    @ArchTest
    final ArchRule onlyTestsKnowTribuo =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.tribuo..");

    @ArchTest
    final ArchRule onlyTheExportKnowsOnnx = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.cli.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnx..");

    @ArchTest
    final ArchRule onlyBucketsKnowCloudStorage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.core.bucket")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.cloud.storage..");

    @ArchTest
    final ArchRule onlyTheCommandLineIsAServer = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.cli.up")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..", "org.eclipse.jetty..");

    @ArchTest
    final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    final ArchRule onlyTheDeliveryOfAlertsKnowsMail = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.monitor.alert.delivery")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    final ArchRule nothingReadsJavaSerialization =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    /**
     * A package may use the packages of the lines above it only. So there is no cycle.
     *
     * @param root the package that the others are in
     * @param lines packages, separated by spaces, relative to the root; a dot is the root itself
     */
    private static ArchRule layers(String root, String... lines) {
        List<String[]> layers = Arrays.stream(lines)
                .map(line -> Arrays.stream(line.split(" "))
                        .map(name -> name.equals(".") ? root : root + "." + name)
                        .toArray(String[]::new))
                .toList();
        String[] all = layers.stream().flatMap(Arrays::stream).toArray(String[]::new);
        List<ArchRule> rules = new ArrayList<>();
        rules.add(classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(all)
                .because("every package of " + root + " is in a list of ArchitectureTest"));
        int below = 0;
        for (String[] layer : layers) {
            List<String> others = List.of(all).subList(below, all.length);
            below += layer.length;
            for (String name : layer) {
                String[] forbidden =
                        others.stream().filter(other -> !other.equals(name)).toArray(String[]::new);
                rules.add(noClasses()
                        .that()
                        .resideInAPackage(name)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden));
            }
        }
        return CompositeArchRule.of(rules);
    }
}
