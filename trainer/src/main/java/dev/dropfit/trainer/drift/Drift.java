package dev.dropfit.trainer.drift;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ColumnProfile;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What changed between the dataset of the previous model and a new one: columns, labels, rows. */
public final class Drift {
    /** The name of the anomaly of a column that has another unit. */
    public static final String UNIT_JUMP = "unit-jump";

    /** The name of the anomaly of two columns whose values changed places. */
    public static final String SWAPPED_COLUMNS = "swapped-columns";

    /** The name of the anomaly of a number of which many values are beyond all previous ones. */
    public static final String OTHER_RANGE = "other-range";

    /** The name of the anomaly of a file with a part of the previous rows. */
    public static final String TRUNCATED_FILE = "truncated-file";

    /** A dataset with a smaller share of the previous rows has clearly fewer. */
    public static final double SMALLER_SHARE = 0.9;

    /** The names of the anomalies of values beyond the previous ones. */
    private static final Set<String> BEYOND = Set.of("range", "date-range");

    private static final int MAX_COLUMNS = 5;

    /** Of the columns that moved, so many are tried in pairs. */
    private static final int MAX_MOVED = 20;

    /** Of each column: missing values, unit or range, new values, distribution. */
    private static final int COMPARISONS = 4;

    /** At most one run of 500 finds a difference that is chance. */
    private static final double ALPHA = 0.002;

    /** A dataset with a smaller share of the rows may be incomplete. */
    private static final double SMALL_SHARE = 0.5;

    private final RunRecord before;
    private final Pipeline model;
    private final Table table;
    private final ModelFacts now;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final Set<String> beyond = new HashSet<>();

    private Drift(RunRecord before, Pipeline model, Table table, ModelFacts now) {
        this.before = before;
        this.model = model;
        this.table = table;
        this.now = now;
    }

    /**
     * Compares a dataset with that of the previous model. Finds nothing that chance explains.
     *
     * @param before the record of the previous model; without profiles, as those of earlier releases, only sizes are compared
     * @param model the previous model
     * @param now the facts of the new one
     * @param shared what the two datasets have in common, if that is known
     */
    public static Drift find(
            RunRecord before, Pipeline model, Table table, ModelFacts now, Optional<SharedRows> shared) {
        Drift drift = new Drift(before, model, table, now);
        drift.truncated(shared).ifPresent(drift.anomalies::add);
        shared.filter(SharedRows::isRelabelled).map(Drift::relabelled).ifPresent(drift.anomalies::add);
        drift.compareColumns();
        return drift;
    }

    /** What is unusual, the largest change first. */
    public List<Anomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    /** The columns that have values beyond the previous ones: a few such values make a prediction worth nothing. */
    public Set<String> beyond() {
        return Set.copyOf(beyond);
    }

    /** Whether the record of a model has what columns are compared with. */
    public static boolean hasProfile(RunRecord record) {
        return !record.model().labels().equals(ColumnProfile.NONE);
    }

    private Optional<Anomaly> truncated(Optional<SharedRows> shared) {
        OptionalLong rows = before.dataset().rows();
        if (rows.isEmpty() || table.rows() >= SMALLER_SHARE * rows.getAsLong()) {
            return Optional.empty();
        }
        String sizes = "the dataset has " + Figures.rows(table.rows());
        if (shared.filter(SharedRows::isContained).isPresent()) {
            return Optional.of(Anomaly.of(
                    TRUNCATED_FILE,
                    sizes + ", and all of them are in the previous one, which had " + Figures.count(rows.getAsLong())
                            + ". The file may be incomplete; upload all rows"));
        }
        return table.rows() < SMALL_SHARE * rows.getAsLong()
                ? Optional.of(Anomaly.of(
                        TRUNCATED_FILE,
                        sizes + "; the previous one had " + Figures.count(rows.getAsLong())
                                + ". Check that the file is complete"))
                : Optional.empty();
    }

    private static Anomaly relabelled(SharedRows rows) {
        return Anomaly.of(
                "changed-labels",
                Figures.count(rows.relabelled()) + " of " + Figures.rows(rows.labelled())
                        + " that both this dataset and the previous one hold have another label now"
                        + rows.change().map(change -> ", most often " + change).orElse("")
                        + ". If these are not corrections, check where the labels come from");
    }

    private void compareColumns() {
        Map<String, Column> columns =
                table.columns().stream().collect(Collectors.toMap(Column::name, column -> column, (one, other) -> one));
        Map<String, ColumnProfile> profiles = new HashMap<>();
        now.columns().forEach(column -> profiles.put(column.name(), column.profile()));
        Map<String, Feature.Categorical> categories = categories();
        List<ColumnFacts> used = before.model().columns().stream()
                .filter(column -> !column.kind().equals("ignore"))
                .toList();
        ColumnDrift drift = new ColumnDrift(new Chance(ALPHA, COMPARISONS * used.size() + 1));
        double rowsBefore = before.dataset().rows().orElse(0);
        List<ColumnDrift.Finding> findings = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        Map<ColumnFacts, List<ColumnDrift.Finding>> moved = new LinkedHashMap<>();
        for (ColumnFacts column : used) {
            @Nullable Column fresh = columns.get(column.name());
            if (fresh == null) {
                gone.add("'" + column.name() + "'");
            } else if (hasProfile(before)) {
                List<ColumnDrift.Finding> changes = drift.find(
                        column,
                        rowsBefore,
                        before.model().trainRows() / rowsBefore,
                        fresh,
                        profiles.getOrDefault(column.name(), ColumnProfile.NONE),
                        table.rows(),
                        Optional.ofNullable(categories.get(column.name())));
                if (!changes.isEmpty()) {
                    moved.put(column, changes);
                }
                if (changes.stream()
                        .anyMatch(change -> BEYOND.contains(change.anomaly().name()))) {
                    beyond.add(column.name());
                }
            }
        }
        if (!gone.isEmpty()) {
            findings.add(missing(gone));
        }
        findings.addAll(swapped(drift, rowsBefore, columns, moved));
        moved.values().forEach(findings::addAll);
        if (before.model().label().equals(table.labelColumn().name())) {
            label(drift, rowsBefore).ifPresent(findings::add);
        }
        anomalies.addAll(limited(findings));
    }

    private static ColumnDrift.Finding missing(List<String> columns) {
        return ColumnDrift.Finding.of(
                "missing-column",
                1000,
                columns.size() == 1
                        ? "the column " + columns.get(0)
                                + " of the previous dataset is not there any more. If it was renamed, give it its"
                                + " old name"
                        : "the columns " + Text.list(columns, MAX_COLUMNS)
                                + " of the previous dataset are not there any more. If they were renamed, give them"
                                + " their old names");
    }

    /**
     * Pairs of columns that each have the values that the other one had.
     *
     * @param moved the findings of the columns that moved; loses the columns that were swapped
     */
    private static List<ColumnDrift.Finding> swapped(
            ColumnDrift drift,
            double rowsBefore,
            Map<String, Column> columns,
            Map<ColumnFacts, List<ColumnDrift.Finding>> moved) {
        List<ColumnDrift.Finding> findings = new ArrayList<>();
        List<ColumnFacts> candidates =
                new ArrayList<>(moved.keySet().stream().limit(MAX_MOVED).toList());
        while (!candidates.isEmpty()) {
            ColumnFacts one = candidates.remove(0);
            Column freshOne = Objects.requireNonNull(columns.get(one.name()));
            for (ColumnFacts other : candidates) {
                Column freshOther = Objects.requireNonNull(columns.get(other.name()));
                if (one.kind().equals(other.kind())
                        && !one.kind().equals("datetime")
                        && drift.isLike(one, rowsBefore, freshOther)
                        && drift.isLike(other, rowsBefore, freshOne)) {
                    findings.add(ColumnDrift.Finding.of(
                            SWAPPED_COLUMNS,
                            200,
                            "'" + one.name() + "' and '" + other.name()
                                    + "' seem to be swapped: each has the values that the other one had in the previous"
                                    + " dataset. Check the header; clients send the values under the previous names"));
                    moved.remove(one);
                    moved.remove(other);
                    candidates.remove(other);
                    break;
                }
            }
        }
        return findings;
    }

    private Optional<ColumnDrift.Finding> label(ColumnDrift drift, double rowsBefore) {
        ColumnProfile labels = before.model().labels();
        Column label = table.labelColumn();
        if (!now.task().equals(before.model().task())) {
            return Optional.empty();
        }
        return model.target() instanceof Target.Classes
                ? drift.classes(labels, rowsBefore, label)
                : drift.number(labels, label, now.labels());
    }

    /** The columns of categories whose levels the model has all. */
    private Map<String, Feature.Categorical> categories() {
        Map<String, Feature.Categorical> categories = new HashMap<>();
        for (Input input : model.inputs()) {
            if (input.feature() instanceof Feature.Categorical category && !category.hasOther()) {
                categories.put(input.column(), category);
            }
        }
        return categories;
    }

    private static List<Anomaly> limited(List<ColumnDrift.Finding> findings) {
        List<Anomaly> anomalies = findings.stream()
                .sorted(Comparator.comparingDouble(finding -> -finding.size()))
                .map(ColumnDrift.Finding::anomaly)
                .collect(Collectors.toCollection(ArrayList::new));
        if (anomalies.size() > MAX_COLUMNS) {
            int more = anomalies.size() - MAX_COLUMNS;
            anomalies.subList(MAX_COLUMNS, anomalies.size()).clear();
            anomalies.add(Anomaly.of(
                    "moved-columns",
                    Figures.count(more, "more column", "more columns") + " changed since the previous dataset"));
        }
        return anomalies;
    }
}
