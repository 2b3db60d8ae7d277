package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.DatePart;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Columns of times that are written in another time zone than before. A new model learns the new hours as well as the previous one learned its own,
 * but clients send the times as before. The previous model tells: it predicts the new rows better if the hours are moved back.
 *
 * <p>What an hour adds to the predictions is averaged over some rows, so that not each row is scored for each of 24 hours. For linear models that is
 * exact.
 */
public final class ShiftedTimes {
    /** The name of the anomaly of a column whose times moved by several hours. */
    public static final String NAME = "shifted-times";

    /** The name of the anomaly of one hour, which summer time moves every year. */
    private static final String SUMMER_TIME = "summer-time";

    /** The name of the anomaly of times that have become dates. */
    private static final String LOST_TIMES = "lost-times";

    /** The name of the anomaly of times that are at other hours of the day. */
    private static final String MOVED_TIMES = "moved-times";

    private static final int HOURS = 24;

    /** The largest shift that is called later; a larger one is a smaller shift to an earlier hour. */
    private static final int MAX_LATER = 12;

    private static final int MIN_ROWS = 50;

    /** The rows over which the effect of an hour is averaged. */
    private static final int MAX_AVERAGED = 100;

    /** Beyond the chance of 23 shifts. */
    private static final double STANDARD_ERRORS = 4;

    private ShiftedTimes() {}

    /** Whether a model reads hours, so that shifted ones matter to it. */
    public static boolean readsHours(Model model) {
        return model.pipeline().features().stream().anyMatch(ShiftedTimes::isHour);
    }

    /**
     * Finds shifted times.
     *
     * @param champion knows all classes of the target
     * @param scores its scores of the holdout
     * @param split whose holdout has rows that the champion was not fitted to
     */
    public static List<Anomaly> find(Model champion, Scores scores, Table table, Target target, Split split) {
        List<Feature> features = champion.pipeline().features();
        HoldoutRows rows = HoldoutRows.of(table, features.size(), target, split);
        if (rows.size() < MIN_ROWS || split.count(table, true) != scores.rows()) {
            return List.of();
        }
        FeatureTable columns = new FeatureTable(table, features);
        double[][] values = IntStream.range(0, features.size())
                .mapToObj(feature -> rows.values(columns, feature))
                .toArray(double[][]::new);
        Scores sampled =
                scores.sample(IntStream.range(0, rows.size()).map(rows::index).toArray());
        RowLosses unmoved = RowLosses.of(sampled, target);
        List<Anomaly> found = new ArrayList<>();
        for (int feature = 0; feature < features.size(); feature++) {
            if (!isHour(features.get(feature))
                    || DoubleStream.of(values[feature]).distinct().count() < 2) {
                // Dates without times have no hours that could be shifted.
                continue;
            }
            double[][] effects = effects(
                    champion, values, feature, Scores.order(champion.pipeline().target(), target));
            int later = 0;
            double best = STANDARD_ERRORS;
            for (int shift = 1; shift < HOURS; shift++) {
                RowLosses gain =
                        unmoved.subtract(RowLosses.of(movedBack(sampled, values[feature], shift, effects), target));
                if (gain.mean() > best * gain.standardError()) {
                    best = gain.mean() / gain.standardError();
                    later = shift;
                }
            }
            if (later > 0) {
                found.add(anomaly(features.get(feature).column(), later, rows.size()));
            }
        }
        return found;
    }

    /** The columns whose times are dates only in the new model's dataset. */
    public static List<Anomaly> findLost(Model champion, Model challenger) {
        return champion.pipeline().features().stream()
                .filter(ShiftedTimes::isHour)
                .map(Feature::column)
                .filter(column -> challenger.pipeline().features().stream()
                                .noneMatch(feature ->
                                        isHour(feature) && feature.column().equals(column))
                        && challenger.pipeline().features().stream()
                                .anyMatch(feature -> feature.column().equals(column)))
                .map(column -> Anomaly.of(
                        LOST_TIMES,
                        "'" + column
                                + "' has no times of day any more, only dates; in the previous dataset it had both."
                                + " The new model ignores the hour. Check where the column comes from"))
                .toList();
    }

    /**
     * The columns whose times are at other hours of the day, on average, whether predictions show it or not.
     *
     * @param rowsBefore the number of rows that the champion was fitted to
     * @param rows the same of the challenger
     */
    public static List<Anomaly> findMoved(Model champion, long rowsBefore, Model challenger, long rows) {
        if (Math.min(rowsBefore, rows) < MIN_ROWS) {
            return List.of();
        }
        List<Anomaly> found = new ArrayList<>();
        for (Feature before : champion.pipeline().features()) {
            for (Feature now : challenger.pipeline().features()) {
                if (before instanceof Feature.Numeric was
                        && now instanceof Feature.Numeric is
                        && isHour(was)
                        && isHour(is)
                        && was.column().equals(is.column())) {
                    double moved = is.mean() - was.mean();
                    double error = Math.hypot(
                            was.scale() / Math.sqrt((double) rowsBefore), is.scale() / Math.sqrt((double) rows));
                    if (Math.abs(moved) >= 1 && Math.abs(moved) > STANDARD_ERRORS * error) {
                        found.add(Anomaly.of(
                                MOVED_TIMES,
                                "the times of '" + is.column() + "' are " + Figures.number(Math.abs(moved)) + " hours "
                                        + (moved > 0 ? "later" : "earlier")
                                        + " in the day than before, on average: the mean hour was "
                                        + Figures.number(was.mean()) + " and is " + Figures.number(is.mean())
                                        + ". Check the time zone; clients send the times as before"));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isHour(Feature feature) {
        return feature instanceof Feature.Numeric numeric
                && numeric.part().map(DatePart::component).equals(Optional.of(DatePart.Component.HOUR));
    }

    /**
     * What each hour adds to the prediction, on average over some rows.
     *
     * @param values [feature][row]
     * @param order the champion's output of each output of the target
     * @return [output][hour]: of the logarithm of a probability, or of a number
     */
    private static double[][] effects(Model champion, double[][] values, int feature, int[] order) {
        double[][] effects = new double[order.length][HOURS];
        double[] row = new double[values.length];
        double[] scores = new double[champion.outputs()];
        boolean classes = order.length > 1;
        int step = (values[feature].length + MAX_AVERAGED - 1) / MAX_AVERAGED;
        for (int at = 0; at < values[feature].length; at += step) {
            for (int f = 0; f < row.length; f++) {
                row[f] = values[f][at];
            }
            for (int hour = 0; hour < HOURS; hour++) {
                row[feature] = hour;
                champion.scorer().score(row, scores);
                for (int k = 0; k < order.length; k++) {
                    double score = scores[order[k]];
                    effects[k][hour] += classes ? -MetricFunctions.logLoss(score) : score;
                }
            }
        }
        int averaged = (values[feature].length + step - 1) / step;
        for (double[] ofOutput : effects) {
            for (int hour = 0; hour < HOURS; hour++) {
                ofOutput[hour] /= averaged;
            }
        }
        return effects;
    }

    /** The predictions of rows whose hours are some earlier. A row without a time stays as it is. */
    private static Scores movedBack(Scores scores, double[] hours, int shift, double[][] effects) {
        double[] values = scores.values().clone();
        int outputs = scores.outputs();
        for (int row = 0; row < hours.length; row++) {
            if (Double.isNaN(hours[row])) {
                continue;
            }
            int hour = (int) hours[row];
            int earlier = (hour + HOURS - shift) % HOURS;
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                double difference = effects[k][earlier] - effects[k][hour];
                int at = row * outputs + k;
                values[at] = outputs > 1 ? values[at] * Math.exp(difference) : values[at] + difference;
                sum += values[at];
            }
            for (int k = 0; k < outputs && outputs > 1 && sum > 0; k++) {
                values[row * outputs + k] /= sum;
            }
        }
        return new Scores(outputs, values, scores.actual());
    }

    private static Anomaly anomaly(String column, int shift, int rows) {
        boolean later = shift <= MAX_LATER;
        int hours = later ? shift : HOURS - shift;
        return Anomaly.of(
                hours == 1 ? SUMMER_TIME : NAME,
                "the times of '" + column + "' seem to be about " + Figures.count(hours, "hour", "hours")
                        + (later ? " later" : " earlier")
                        + " than before: the previous model predicts " + Figures.rows(rows)
                        + " of the new dataset better if they are moved back. "
                        + (hours == 1
                                ? "It may be summer time; clients send the times as before"
                                : "Check the time zone; clients send the times as before"));
    }
}
