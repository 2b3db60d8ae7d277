package dev.dropfit.monitor.dashboard.tryit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import dev.dropfit.monitor.dashboard.chart.Bars;
import dev.dropfit.monitor.dashboard.html.Html;
import dev.dropfit.monitor.dashboard.html.PageText;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A row's prediction and the contribution of each column, as a page shows them.
 *
 * @param shown the value of each column
 */
record TriedRow(Model model, List<String> shown, Prediction prediction, Explanation explanation) {
    private static final int MAX_CONTRIBUTIONS = 12;
    private static final int MAX_CLASSES = 12;

    /**
     * Predicts a row.
     *
     * @param contents the text of each field
     * @throws RefusedException when fields can't be used; names all of them
     */
    static TriedRow of(Model model, List<TryField> fields, List<String> contents) throws RefusedException {
        RowFiller filler = new RowFiller(new RowFormat(model.pipeline()));
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).fill(filler, contents.get(i)).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(400, "This row can't be used", String.join("; ", problems));
        }
        List<String> shown = IntStream.range(0, fields.size())
                .mapToObj(i -> fields.get(i).shown(contents.get(i)))
                .toList();
        try {
            Prediction prediction = new Prediction(model);
            prediction.predict(filler.values());
            Explanation explanation =
                    Explanation.of(model, model.pipeline().inputs(), filler.values(), prediction.index());
            return new TriedRow(model, shown, prediction, explanation);
        } catch (NumbersTooLargeException e) {
            throw new RefusedException(400, "This row can't be used", "It has " + e.getMessage());
        }
    }

    private String column(Explanation.Line line) {
        return model.pipeline().inputs().get(line.input()).column();
    }

    private String value(Explanation.Line line) {
        return line.words().isEmpty() ? shown.get(line.input()) : line.words();
    }

    /** The prediction, the probabilities and all contributions, the largest first. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        if (model.pipeline().target() instanceof Target.Classes classes) {
            json.addProperty("prediction", classes.name(prediction.index()));
            json.addProperty("probability", prediction.score());
            JsonObject probabilities = new JsonObject();
            for (int k = 0; k < prediction.outputs(); k++) {
                probabilities.addProperty(classes.name(k), prediction.score(k));
            }
            json.add("probabilities", probabilities);
        } else {
            json.addProperty("prediction", prediction.score());
        }
        JsonArray array = new JsonArray();
        for (Explanation.Line line : explanation.lines()) {
            JsonObject contribution = new JsonObject();
            contribution.addProperty("feature", column(line));
            contribution.addProperty("value", value(line));
            contribution.addProperty("contribution", line.contribution());
            array.add(contribution);
        }
        json.add("contributions", array);
        json.addProperty("base", explanation.base());
        json.addProperty("version", model.version());
        return json;
    }

    /** The section of the page. */
    Html toHtml() {
        Html html = Html.of("<h2>Prediction</h2>");
        if (model.pipeline().target() instanceof Target.Classes classes) {
            html.add(
                    "<p class=\"big\"><bdi>{}</bdi> <span class=\"probability\">{}</span></p>",
                    classes.name(prediction.index()),
                    PageText.percent(prediction.score()));
            html.add("{}", threshold(classes));
            html.add("{}", probabilities(classes));
        } else {
            html.add("<p class=\"big\">{}</p>", PageText.quantity(prediction.score()));
        }
        return html.add("{}<p class=\"muted\">version <code>{}</code></p>", contributions(), model.version());
    }

    /** Why the less likely class may be predicted. */
    private Html threshold(Target.Classes classes) {
        return model.pipeline().threshold().isEmpty()
                ? Html.none()
                : Html.of(
                        "<p class=\"muted\"><bdi>{}</bdi> is predicted from a probability of {} on.</p>",
                        classes.name(1),
                        PageText.percent(model.pipeline().threshold().getAsDouble()));
    }

    private Html probabilities(Target.Classes classes) {
        Html table = Html.of("<table class=\"bars\"><caption>Probability</caption><tbody>");
        IntStream.range(0, prediction.outputs())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -prediction.score(k)))
                .limit(MAX_CLASSES)
                .sorted()
                .forEach(k -> table.add(
                        "<tr><th scope=\"row\"><bdi>{}</bdi></th><td class=\"bar-cell\">{}</td><td"
                                + " class=\"num\">{}</td></tr>",
                        classes.name(k),
                        Bars.share(prediction.score(k)),
                        PageText.percent(prediction.score(k))));
        return table.add("</tbody></table>");
    }

    private Html contributions() {
        List<Explanation.Line> order = explanation.lines();
        double largest = order.isEmpty() ? 0 : Math.abs(order.get(0).contribution());
        int count = Math.min(MAX_CONTRIBUTIONS, order.size());
        Html table = Html.of("<table class=\"bars contributions\"><caption>{}</caption><tbody>", caption());
        for (Explanation.Line line : order.subList(0, count)) {
            table.add(
                    "<tr><th scope=\"row\"><bdi>{}</bdi> <span class=\"level\">= <bdi>{}</bdi></span></th><td"
                            + " class=\"bar-cell\">{}</td><td class=\"num\">{}</td></tr>",
                    column(line),
                    PageText.level(value(line)),
                    Bars.signed(largest > 0 ? line.contribution() / largest : 0),
                    PageText.contribution(line.contribution(), largest));
        }
        if (count < order.size()) {
            double rest = order.subList(count, order.size()).stream()
                    .mapToDouble(Explanation.Line::contribution)
                    .sum();
            table.add(
                    "<tr class=\"muted\"><th scope=\"row\">{}</th><td></td><td class=\"num\">{}</td></tr>",
                    Figures.count(order.size() - count, "other contribution", "other contributions"),
                    PageText.contribution(rest, largest));
        }
        return table.add(
                "<tr class=\"muted\"><th scope=\"row\">base value</th><td></td><td"
                        + " class=\"num\">{}</td></tr></tbody></table>",
                PageText.contribution(explanation.base(), Math.abs(explanation.base())));
    }

    private Html caption() {
        if (model.pipeline().target() instanceof Target.Classes classes) {
            return classes.binary()
                    ? Html.of("Contributions to the log-odds of <bdi>{}</bdi>", classes.name(1))
                    : Html.of("Contributions to the score of <bdi>{}</bdi>", classes.name(prediction.index()));
        }
        return model.pipeline().target() instanceof Target.Quantity quantity
                        && quantity.link().logarithm()
                ? Html.of("Contributions to the logarithm of the prediction: 0.1 is about 10 % more")
                : Html.of("Contributions to the prediction");
    }
}
