package dev.dropfit.cli.bucket;

import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.use.BigQuerySql;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dropfit bigquery}: prints the SQL that makes a model a remote function of BigQuery. */
@Command(
        name = "bigquery",
        header = "Print the SQL that makes a model a function of BigQuery.",
        description =
                "The function takes the columns of the served model in their order and returns its prediction as JSON.",
        footer = {
            "  dropfit bigquery churn --url https://predictor-abc.a.run.app",
            "  dropfit bigquery churn --url URL --dataset sales --connection acme.eu.predictor | bq query"
                    + " --nouse_legacy_sql"
        })
public final class BigQueryCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The address of the predictor (default: a placeholder to replace).",
            defaultValue = "https://PREDICTOR")
    private String url = "";

    @Option(
            names = "--dataset",
            paramLabel = "DATASET",
            description = "The dataset of the function (default: a placeholder to replace).",
            defaultValue = "DATASET")
    private String dataset = "";

    @Option(
            names = "--connection",
            paramLabel = "CONNECTION",
            description = "The connection of BigQuery to Cloud Run, as project.region.name (default: a placeholder to"
                    + " replace).",
            defaultValue = "PROJECT.REGION.CONNECTION")
    private String connection = "";

    /** The command, which prints to this console. */
    public BigQueryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket bucket = arguments.models()) {
            Registry registry = new Registry(bucket);
            Optional<Model> latest = Latest.read(registry, name).model();
            if (latest.isEmpty()) {
                throw BucketArguments.notServed(registry, name);
            }
            String address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            String sql = BigQuerySql.of(name, latest.get().pipeline(), address, dataset, connection);
            sql.lines().forEach(console::line);
        }
        return 0;
    }
}
