package dev.dropfit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;

/** Which module may use which, and who may know what. */
@AnalyzeClasses(
        packages = "dev.dropfit",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** The fakes that core lends to the tests of others come as a jar once everything is packaged. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String CORE = "dev.dropfit.core..";
    private static final String TRAINER = "dev.dropfit.trainer..";
    private static final String PREDICTOR = "dev.dropfit.predictor..";
    private static final String PREDICTOR_ENTRY = "dev.dropfit.predictor";
    private static final String PREDICTOR_OBSERVE = "dev.dropfit.predictor.observe";
    private static final String PREDICTOR_HTTP = "dev.dropfit.predictor.http";
    private static final String PREDICTOR_ROW = "dev.dropfit.predictor.row";
    private static final String PREDICTOR_SERVE = "dev.dropfit.predictor.serve";
    private static final String PREDICTOR_PREDICT = "dev.dropfit.predictor.predict";
    private static final String PREDICTOR_DIALECT = "dev.dropfit.predictor.dialect";
    private static final String MONITOR = "dev.dropfit.monitor..";
    private static final String CLI = "dev.dropfit.cli..";

    @ArchTest
    final ArchRule coreUsesNoOtherModule = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER, PREDICTOR, MONITOR, CLI);

    @ArchTest
    final ArchRule trainerUsesCoreOnly = noClasses()
            .that()
            .resideInAPackage(TRAINER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PREDICTOR, MONITOR, CLI);

    @ArchTest
    final ArchRule predictorUsesCoreOnly = noClasses()
            .that()
            .resideInAPackage(PREDICTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER, MONITOR, CLI);

    @ArchTest
    final ArchRule monitorUsesCoreOnly = noClasses()
            .that()
            .resideInAPackage(MONITOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRAINER, PREDICTOR, CLI);

    @ArchTest
    final ArchRule theConsoleKnowsNoCommand = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.cli.console")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropfit.cli",
                    "dev.dropfit.cli.run",
                    "dev.dropfit.cli.file",
                    "dev.dropfit.cli.bucket",
                    "dev.dropfit.cli.up",
                    "dev.dropfit.core..");

    @ArchTest
    final ArchRule reportsOfRunsKnowNoCommand = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.cli.run")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropfit.cli", "dev.dropfit.cli.file", "dev.dropfit.cli.bucket", "dev.dropfit.cli.up");

    @ArchTest
    final ArchRule packagesOfTheCommandLineFormNoCycle =
            slices().matching("dev.dropfit.cli.(**)").should().beFreeOfCycles();

    @ArchTest
    final ArchRule jsonKnowsNoOtherPackageOfThePredictor = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.predictor.json")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    PREDICTOR_ENTRY,
                    PREDICTOR_OBSERVE,
                    PREDICTOR_HTTP,
                    PREDICTOR_ROW,
                    PREDICTOR_SERVE,
                    PREDICTOR_PREDICT,
                    PREDICTOR_DIALECT);

    @ArchTest
    final ArchRule rowsModelsAndPredictionsKnowNoHttp = noClasses()
            .that()
            .resideInAnyPackage(PREDICTOR_OBSERVE, PREDICTOR_ROW, PREDICTOR_SERVE, PREDICTOR_PREDICT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PREDICTOR_ENTRY, PREDICTOR_HTTP, PREDICTOR_DIALECT);

    @ArchTest
    final ArchRule requestsAndResponsesKnowNeitherRowsNorModels = noClasses()
            .that()
            .resideInAPackage(PREDICTOR_HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PREDICTOR_ENTRY, PREDICTOR_ROW, PREDICTOR_SERVE, PREDICTOR_PREDICT, PREDICTOR_DIALECT);

    @ArchTest
    final ArchRule onlyTheRouterKnowsTheDialects = noClasses()
            .that()
            .resideInAPackage(PREDICTOR)
            .and()
            .doNotHaveSimpleName("Router")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.dropfit\\.predictor\\.dialect\\.\\w+Dialect");

    @ArchTest
    final ArchRule packagesOfThePredictorFormNoCycle =
            slices().matching("dev.dropfit.predictor.(**)").should().beFreeOfCycles();

    @ArchTest
    final ArchRule htmlAndHttpOfTheDashboardKnowNoModels = noClasses()
            .that()
            .resideInAnyPackage("dev.dropfit.monitor.dashboard.html", "dev.dropfit.monitor.dashboard.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dropfit.monitor.dashboard.read",
                    "dev.dropfit.monitor.dashboard.chart",
                    "dev.dropfit.monitor.dashboard.change",
                    "dev.dropfit.monitor.dashboard.trial",
                    "dev.dropfit.monitor.dashboard.page");

    @ArchTest
    final ArchRule recordsOfTheDashboardKnowNoHttp = noClasses()
            .that()
            .resideInAnyPackage("dev.dropfit.monitor.dashboard.read", "dev.dropfit.monitor.dashboard.chart")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.dropfit.monitor.dashboard.http");

    @ArchTest
    final ArchRule decisionsAboutAlertsKnowNeitherMessagesNorDestinations = noClasses()
            .that()
            .resideInAPackage("dev.dropfit.monitor.alert.decision")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.dropfit.monitor.alert.message", "dev.dropfit.monitor.alert.delivery");

    @ArchTest
    final ArchRule packagesOfTheMonitorFormNoCycle =
            slices().matching("dev.dropfit.monitor.(**)").should().beFreeOfCycles();

    @ArchTest
    final ArchRule onlyTheTrainerKnowsTribuo = noClasses()
            .that()
            .resideOutsideOfPackage(TRAINER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.tribuo..");

    @ArchTest
    final ArchRule onlyBucketsKnowCloudStorage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.dropfit.core.bucket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.cloud.storage..");

    @ArchTest
    final ArchRule onlyTheCommandLineIsAServer = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.net.httpserver..");

    @ArchTest
    final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
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
}
