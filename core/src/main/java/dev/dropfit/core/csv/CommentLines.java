package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvSample.Line;
import dev.dropfit.core.csv.CsvScanner.Dialect;
import dev.dropfit.core.csv.HeaderEvidence.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines that begin with a hash or a percent sign.
 *
 * @param comments whether they are to be skipped
 * @param header the names in the last one of them, if it is the header
 */
record CommentLines(boolean comments, List<Line> lines, Optional<List<String>> header) {
    /** The comment lines of a sample, which has these rows without them. */
    static CommentLines find(CsvSample sample, Dialect dialect, List<SampleRow> rows) {
        if (dialect.comment() == Dialect.NO_COMMENT) {
            return new CommentLines(false, List.of(), Optional.empty());
        }
        List<Line> lines = sample.linesFrom(dialect.comment());
        Dialect without = new Dialect(dialect.separator(), dialect.quote(), Dialect.NO_COMMENT);
        int width = Separators.width(rows);
        List<List<String>> contents = new ArrayList<>();
        int fitting = 0;
        Optional<List<String>> last = Optional.empty();
        for (Line line : lines) {
            List<String> cells = CsvSample.cells(line.text(), without);
            boolean fits = width > 1 && cells.size() == width;
            fitting += fits ? 1 : 0;
            contents.add(cells);
            if (rows.isEmpty() || line.number() < rows.get(0).line()) {
                List<String> names = names(line.text(), without);
                boolean isHeader = names.size() == width && width > 1 && !names.contains("");
                last = isHeader ? Optional.of(names) : last;
            }
        }
        boolean alone = lines.size() == 1 && fitting == 1;
        if (alone && areNames(contents.get(0), dialect.comment())) {
            return new CommentLines(false, List.of(), Optional.empty());
        }
        boolean marked = alone
                && !contents.get(0).get(0).equals(String.valueOf(dialect.comment()))
                && lines.get(0).text().length() > 1
                && CsvScanner.isBlank(lines.get(0).text().charAt(1));
        boolean header =
                last.isPresent() && !rows.isEmpty() && !isHeader(rows) && judge(last.get(), rows) != Verdict.DATA;
        boolean above = !rows.isEmpty()
                && lines.get(lines.size() - 1).number() < rows.get(0).line()
                && isHeader(rows);
        if (fitting == lines.size() && !(header && (marked || !alone)) && !(above && !alone)) {
            // All have the cells of a row: they are rows, or the header.
            return new CommentLines(false, List.of(), Optional.empty());
        }
        return new CommentLines(true, lines, header ? last : Optional.empty());
    }

    /** Whether a later cell begins with the sign too, as in {@code # killed,# wounded,age}: a part of the names, which means the number of something. */
    private static boolean areNames(List<String> cells, char comment) {
        return cells.stream().skip(1).anyMatch(cell -> cell.indexOf(comment) == 0);
    }

    private static List<String> names(String line, Dialect dialect) {
        int from = 1;
        while (from < line.length() && (line.charAt(from) == line.charAt(0) || CsvScanner.isBlank(line.charAt(from)))) {
            from++;
        }
        return CsvSample.cells(line.substring(from), dialect);
    }

    private static boolean isHeader(List<SampleRow> rows) {
        return judge(rows.get(0).cells(), rows.subList(1, rows.size())) == Verdict.HEADER;
    }

    private static Verdict judge(List<String> first, List<SampleRow> rows) {
        return HeaderEvidence.judge(
                first,
                rows.stream()
                        .filter(row -> row.length() >= first.size())
                        .map(SampleRow::cells)
                        .toList());
    }
}
