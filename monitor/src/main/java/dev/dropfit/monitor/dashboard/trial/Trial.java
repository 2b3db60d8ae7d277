package dev.dropfit.monitor.dashboard.trial;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A row that is tried on a model: what is predicted of it, and what each column contributes. */
final class Trial {
    private static final int CONTRIBUTIONS_SHOWN = 12;
    private static final int CLASSES_SHOWN = 12;

    private final Model model;
    private final List<String> shown;
    private final double[] scores;
    private final double[] contributions;
    private final double base;
    private final int best;

    private Trial(Model model, List<String> shown, double[] scores, double[] contributions, double base, int best) {
        this.model = model;
        this.shown = shown;
        this.scores = scores;
        this.contributions = contributions;
        this.base = base;
        this.best = best;
    }

    /**
     * Tries a row.
     *
     * @param contents of the fields
     * @throws RefusedException when a field can't be used; names all that can't
     */
    static Trial of(Model model, List<TryField> fields, List<String> contents) throws RefusedException {
        double[] row = new double[model.pipeline().features().size()];
        List<String> problems = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Optional<String> problem = fields.get(i).fill(contents.get(i), row);
            problem.ifPresent(problems::add);
            shown.add(problem.isPresent() ? "" : fields.get(i).shown(contents.get(i)));
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(400, "Can't be used", String.join("; ", problems));
        }
        double[] scores = new double[model.outputs()];
        model.scorer().score(row, scores);
        int best =
                IntStream.range(0, scores.length).reduce(0, (one, other) -> scores[other] > scores[one] ? other : one);
        double[] perFeature = new double[row.length];
        double base = model.scorer().contributions(row, best, perFeature);
        double[] contributions = new double[fields.size()];
        for (int i = 0; i < contributions.length; i++) {
            Input input = fields.get(i).input();
            contributions[i] = Arrays.stream(
                            perFeature,
                            input.first(),
                            input.first() + input.features().size())
                    .sum();
        }
        if (!Arrays.stream(scores).allMatch(Double::isFinite)
                || !Arrays.stream(contributions).allMatch(Double::isFinite)) {
            throw new RefusedException(
                    400,
                    "Can't be used",
                    "The numbers are too large to predict from; accepted are numbers like those of training");
        }
        return new Trial(model, shown, scores, contributions, base, best);
    }

    private String column(int i) {
        return model.pipeline().inputs().get(i).column();
    }

    private List<Integer> order() {
        return IntStream.range(0, contributions.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(contributions[i])))
                .toList();
    }

    /** The prediction, the probabilities and all contributions, the largest first. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        if (model.pipeline().target() instanceof Target.Classes classes) {
            json.addProperty("prediction", classes.name(best));
            json.addProperty("probability", scores[best]);
            JsonObject probabilities = new JsonObject();
            for (int k = 0; k < scores.length; k++) {
                probabilities.addProperty(classes.name(k), scores[k]);
            }
            json.add("probabilities", probabilities);
        } else {
            json.addProperty("prediction", scores[0]);
        }
        JsonArray array = new JsonArray();
        for (int i : order()) {
            JsonObject contribution = new JsonObject();
            contribution.addProperty("feature", column(i));
            contribution.addProperty("value", shown.get(i));
            contribution.addProperty("contribution", contributions[i]);
            array.add(contribution);
        }
        json.add("contributions", array);
        json.addProperty("base", base);
        json.addProperty("version", model.version());
        return json;
    }

    /** What the page shows of it. */
    Html toHtml() {
        Html html = Html.of("<h2>Prediction</h2>");
        if (model.pipeline().target() instanceof Target.Classes classes) {
            html.add(
                    "<p class=\"big\"><bdi>{}</bdi> <span class=\"probability\">{}</span></p>",
                    classes.name(best),
                    PageText.percent(scores[best]));
            html.add("{}", probabilities(classes));
        } else {
            html.add("<p class=\"big\">{}</p>", PageText.number(scores[0]));
        }
        return html.add("{}<p class=\"muted\">by <code>{}</code></p>", reasons(), model.version());
    }

    private Html probabilities(Target.Classes classes) {
        Html table = Html.of("<table class=\"bars\"><caption>Probability</caption><tbody>");
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -scores[k]))
                .limit(CLASSES_SHOWN)
                .sorted()
                .forEach(k -> table.add(
                        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"bar-cell\">{}</td><td class=\"num\">{}</td></tr>",
                        classes.name(k),
                        Bars.share(scores[k]),
                        PageText.percent(scores[k])));
        return table.add("</tbody></table>");
    }

    private Html reasons() {
        List<Integer> order = order();
        double most = order.isEmpty() ? 0 : Math.abs(contributions[order.get(0)]);
        int count = Math.min(CONTRIBUTIONS_SHOWN, order.size());
        Html table = Html.of("<table class=\"bars contributions\"><caption>{}</caption><tbody>", meaning());
        for (int i : order.subList(0, count)) {
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi> <span class=\"level\">= <bdi>{}</bdi></span></th><td class=\"bar-cell\">{}</td><td class=\"num\">{}</td></tr>",
                    column(i),
                    PageText.level(shown.get(i)),
                    Bars.signed(most > 0 ? contributions[i] / most : 0),
                    PageText.part(contributions[i], most));
        }
        if (count < order.size()) {
            double rest = order.subList(count, order.size()).stream()
                    .mapToDouble(i -> contributions[i])
                    .sum();
            table.add(
                    "<tr class=\"muted\"><th scope=\"row\">{}</th><td></td><td class=\"num\">{}</td></tr>",
                    PageText.count(order.size() - count, "other", "others"),
                    PageText.part(rest, most));
        }
        return table.add(
                "<tr class=\"muted\"><th scope=\"row\">starting from</th><td></td><td class=\"num\">{}</td></tr></tbody></table>",
                PageText.part(base, Math.abs(base)));
    }

    private Html meaning() {
        if (model.pipeline().target() instanceof Target.Classes classes) {
            return classes.binary()
                    ? Html.of("What speaks for <bdi>{}</bdi> (right) or against, in log-odds", classes.name(1))
                    : Html.of("What speaks for <bdi>{}</bdi> (right) or against, in margin", classes.name(best));
        }
        return Html.of("What each column adds or takes");
    }
}
