package dev.dropfit.predictor.dialect;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.http.ContentType;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.memory.ResponseBytes;
import dev.dropfit.predictor.predict.CsvPrediction;
import dev.dropfit.predictor.predict.PredictionCsv;
import dev.dropfit.predictor.predict.RowPrediction;
import dev.dropfit.predictor.row.CsvRowList;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Rows of one type of body, and predictions in another one. */
final class ConvertedPrediction {
    private final ServedModel served;
    private final Call call;
    private final int maxRows;

    ConvertedPrediction(ServedModel served, Call call, int maxRows) {
        this.served = served;
        this.call = call;
        this.maxRows = maxRows;
    }

    /** The rows of a CSV. */
    DecodedRows csvRows() throws IOException, RequestException, InvalidTableException {
        return csvRows(call.csv(), List.of());
    }

    /** The rows of a CSV that may have no header: then its cells are the columns in the schema's order, with commas between them. */
    DecodedRows csvRowsWithoutHeader() throws IOException, RequestException, InvalidTableException {
        InputStream csv = call.csv();
        List<String> first = HeaderlessCsv.firstCells(csv);
        RowFormat format = served.format();
        boolean positional = first.size() >= format.minPositions()
                && first.size() <= format.positions().size()
                && first.stream().noneMatch(cell -> format.find(cell) >= 0 || format.isUnused(cell));
        return csvRows(csv, positional ? format.positions().subList(0, first.size()) : List.of());
    }

    private DecodedRows csvRows(InputStream csv, List<String> names)
            throws IOException, RequestException, InvalidTableException {
        return CsvRowList.read(csv, names, served.format(), maxRows, call.tally(), call.memory(), call.keepsBadRows());
    }

    /** The rows of a body with a JSON value, an object or an array, in each line. */
    DecodedRows lines() throws IOException, RequestException, InvalidRowsException {
        boolean keepsBadRows = call.keepsBadRows();
        JsonRows rows = new JsonRows(served.format(), maxRows, call.tally(), call.memory(), keepsBadRows);
        JsonInput in = call.json();
        while (in.hasMore()) {
            rows.readRow(in);
        }
        DecodedRows decoded = rows.finish(keepsBadRows);
        call.release(in);
        return decoded;
    }

    /** The predictions as a CSV, or as a JSON object in each line. */
    Response response(BodyType type, DecodedRows rows, Parameters parameters)
            throws IOException, RequestException, InvalidRowsException {
        Response response = type == BodyType.CSV ? csv(rows, parameters) : jsonLines(rows, parameters);
        return FileNotes.in(response, rows.notes());
    }

    private Response csv(DecodedRows rows, Parameters parameters)
            throws IOException, RequestException, InvalidRowsException {
        ResponseBytes out = new ResponseBytes(call.memory());
        PredictionCsv.write(
                new RowPrediction(served),
                rows.rows(),
                new CsvPrediction.Columns(parameters.identifies(), call.warns(), parameters.keepsBadRows()),
                out);
        return new Response(200, ContentType.CSV + "; charset=utf-8", Map.of(), out.finish());
    }

    private Response jsonLines(DecodedRows rows, Parameters parameters) throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(call.memory());
        parameters.writer(served, out).writeLines(rows.rows());
        return new Response(200, BodyType.LINES.nameFor(call), Map.of(), out.pieces());
    }
}
