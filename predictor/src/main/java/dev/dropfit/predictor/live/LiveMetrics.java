package dev.dropfit.predictor.live;

import dev.dropfit.core.live.BinCounts;
import dev.dropfit.core.live.ColumnBins;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.registry.ModelName;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** What this instance has counted, in the text format of Prometheus. */
final class LiveMetrics {
    private static final String ROWS = "dropfit_live_rows_total";
    private static final String VALUES = "dropfit_live_values_total";
    private static final String REQUESTS = "dropfit_live_requests_total";
    private static final String DURATION = "dropfit_live_request_duration_seconds";

    private final StringBuilder out = new StringBuilder();

    private LiveMetrics() {}

    /** The counts of a version since the start. */
    record Counted(ModelName model, String version, LiveCounts counts) {
        String labels() {
            return "model=\"" + model + "\",version=\"" + version + "\"";
        }
    }

    /** All metrics. Nothing is written where nothing was counted. */
    static String text(List<Counted> all) {
        if (all.isEmpty()) {
            return "";
        }
        LiveMetrics text = new LiveMetrics();
        text.head(ROWS, "counter", "Rows predicted, by version");
        all.forEach(
                counted -> text.line(ROWS, counted.labels(), counted.counts().rows()));
        text.head(
                VALUES, "counter", "Values of predicted rows: known, missing, unseen or out of the range of training");
        all.forEach(text::values);
        text.head(REQUESTS, "counter", "Requests for rows, by version");
        all.forEach(text::requests);
        text.head(DURATION, "histogram", "Duration of requests for rows, by version");
        all.forEach(text::durations);
        return text.out.toString();
    }

    private void values(Counted counted) {
        List<ColumnBins> columns = counted.counts().bins().all();
        List<BinCounts> all = counted.counts().all();
        for (int i = 0; i < columns.size(); i++) {
            ColumnBins column = columns.get(i);
            if (column.column().equals(TrainingBins.SCORE)) {
                continue;
            }
            BinCounts counts = all.get(i);
            long[] bins = counts.bins();
            long outside = column.kind() == ColumnBins.Kind.NUMBERS ? bins[0] + bins[bins.length - 1] : 0;
            long known = 0;
            for (long bin : bins) {
                known += bin;
            }
            String labels = counted.labels() + ",column=\"" + escaped(column.column()) + "\"";
            line(VALUES, labels + ",value=\"known\"", known - outside);
            lineIfAny(VALUES, labels + ",value=\"missing\"", counts.missing());
            lineIfAny(VALUES, labels + ",value=\"unseen\"", counts.unseen());
            lineIfAny(VALUES, labels + ",value=\"out_of_range\"", outside);
        }
    }

    private void requests(Counted counted) {
        Traffic traffic = counted.counts().traffic();
        requests(counted, traffic, "success", all -> all.requests() - all.errors());
        requests(counted, traffic, "client_error", Traffic::clientErrors);
        requests(counted, traffic, "server_error", Traffic::serverErrors);
    }

    private void requests(Counted counted, Traffic traffic, String outcome, ToLongFunction<Traffic> count) {
        line(REQUESTS, counted.labels() + ",outcome=\"" + outcome + "\"", count.applyAsLong(traffic));
    }

    private void durations(Counted counted) {
        Traffic traffic = counted.counts().traffic();
        long count = 0;
        for (int i = 0; i < Traffic.BOUNDS.size(); i++) {
            count += traffic.durations().get(i);
            double seconds = (double) Traffic.BOUNDS.get(i) / TimeUnit.SECONDS.toNanos(1);
            line(DURATION + "_bucket", counted.labels() + ",le=\"" + seconds + "\"", count);
        }
        line(DURATION + "_bucket", counted.labels() + ",le=\"+Inf\"", traffic.requests());
        out.append(DURATION + "_sum{")
                .append(counted.labels())
                .append("} ")
                .append((double) traffic.nanos() / TimeUnit.SECONDS.toNanos(1))
                .append('\n');
        line(DURATION + "_count", counted.labels(), traffic.requests());
    }

    private void head(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void lineIfAny(String name, String labels, long count) {
        if (count > 0) {
            line(name, labels, count);
        }
    }

    private void line(String name, String labels, long count) {
        out.append(name).append('{').append(labels).append("} ").append(count).append('\n');
    }

    /** A label's value: three characters are escaped. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
