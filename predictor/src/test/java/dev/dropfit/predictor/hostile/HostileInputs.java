package dev.dropfit.predictor.hostile;

import dev.dropfit.predictor.hostile.HostileInput.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Inputs that have ended a process, and a seeded generator of their kinds, for a model of 13 columns named {@code patients}. */
final class HostileInputs {
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_BYTES = 16_700_000;
    private static final String PLAIN = "/patients";
    private static final String VERTEX = "/v1/models/patients:predict";
    private static final String INFER = "/v2/models/patients/infer";
    private static final String MLFLOW = "/invocations";
    private static final String HEADER = "n1,n2,n3,n4,n5,n6,n7,n8,c1,c2,c3,town,since";
    private static final String NULLS = "[" + "null,".repeat(12) + "null]";
    private static final String NULL_FIELDS = "{\"" + HEADER.replace(",", "\":null,\"") + "\":null}";
    private static final String VALUES = "[1,2,3.25,4,5,6,7,8,true,false,\"True\",\"town 7\",\"2025-03-04T05:06:07\"]";

    private final SplittableRandom random;
    private final int maxBytes;

    /** @param maxBytes the maximum length of a generated body */
    HostileInputs(long seed, int maxBytes) {
        random = new SplittableRandom(seed);
        this.maxBytes = maxBytes;
    }

    /** The inputs that have ended a process. */
    static List<HostileInput> known() {
        List<HostileInput> inputs = new ArrayList<>();
        inputs.add(nullRows());
        inputs.add(HostileInput.json(PLAIN + "?explain=true", "[", NULL_FIELDS + ",", MAX_ROWS - 1, NULL_FIELDS + "]"));
        for (int i = 0; i < 5; i++) {
            inputs.add(HostileInput.json(PLAIN, "[", VALUES_AS_FIELDS + ",", 2000, VALUES_AS_FIELDS + "]"));
            inputs.add(HostileInput.json(
                    VERTEX,
                    "{\"parameters\":{\"explain\":true},\"instances\":[",
                    VALUES + ",",
                    MAX_ROWS - 1,
                    VALUES + "]}"));
        }
        inputs.add(HostileInput.json(MLFLOW, "{\"inputs\":{", "\"a\":[],", 2_390_000, "\"a\":[]}}"));
        for (int i = 0; i < 60; i++) {
            inputs.add(HostileInput.json(PLAIN, "", "", 0, "")
                    .sent(Manner.ONE_BYTE)
                    .named("announced length"));
        }
        inputs.add(HostileInput.json("/?x=%", "", "", 0, "{}"));
        inputs.add(HostileInput.json("/?%ff=1", "", "", 0, "{}"));
        inputs.add(HostileInput.json(PLAIN, "[", NULLS, 1, "]").sent(Manner.GONE));
        inputs.add(HostileInput.json(PLAIN, "", "", 0, "").sent(Manner.BARE_LINE_FEED));
        return inputs;
    }

    private static final String VALUES_AS_FIELDS =
            "{\"n1\":1,\"n2\":2,\"n3\":3,\"n4\":4,\"n5\":5,\"n6\":6,\"n7\":7,\"n8\":8,\"c1\":true,\"c2\":false,\"c3\":\"True\","
                    + "\"town\":\"town 7\",\"since\":\"2025-03-04\"}";

    private static HostileInput nullRows() {
        return HostileInput.json(
                VERTEX, "{\"parameters\":{\"explain\":true},\"instances\":[", NULLS + ",", MAX_ROWS - 1, NULLS + "]}");
    }

    /** This many inputs of all kinds. */
    List<HostileInput> generate(int count) {
        List<HostileInput> inputs = new ArrayList<>();
        while (inputs.size() < count) {
            for (HostileInput input : ofEachKind()) {
                if (inputs.size() < count) {
                    inputs.add(manner(input));
                }
            }
        }
        return inputs;
    }

    private HostileInput manner(HostileInput input) {
        if (input.manner() != Manner.CHUNKED) {
            return input;
        }
        return switch (random.nextInt(12)) {
            case 0 -> input.sent(Manner.GONE);
            case 1 -> input.sent(Manner.NOT_READ);
            case 2, 3 -> input.sent(Manner.WHOLE);
            case 4 -> input.sent(Manner.TINY_CHUNKS);
            default -> input;
        };
    }

    private List<HostileInput> ofEachKind() {
        return List.of(
                rows(NULLS),
                rows(NULL_FIELDS),
                rows(VALUES),
                rows(VALUES_AS_FIELDS),
                rows("{}"),
                rows("[]"),
                rows("1"),
                rows("{\"n1\":null,\"n1\":null}"),
                rows(VALUES.replace("town 7", "é€😀")),
                rows(VALUES.replace("[1,", "[1e308,")),
                rows(VALUES_AS_FIELDS.replace("{", "{\"other\":[{\"a\":[[]]}],")),
                rows(VALUES.replace("true", "\"no level\"").replace("2025", "12025")),
                rows("[" + "[".repeat(20) + "]".repeat(20) + "]"),
                many(MLFLOW, "{\"inputs\":{", "\"a\":[],", "\"n1\":[]}}"),
                many(MLFLOW, "{\"inputs\":{", "\"n1\":[],", "\"n1\":[]}}"),
                many(MLFLOW, "{\"inputs\":{", "\"a\":[1,2],", "\"n1\":[1,2]}}"),
                many(MLFLOW, "{\"inputs\":{\"n1\":[", "1,", "1]}}"),
                many(MLFLOW, "{\"inputs\":{\"n1\":[", "[1],", "[1]]}}"),
                many(MLFLOW, "{\"inputs\":[", "[1],", "[1]]}"),
                many(MLFLOW, "{\"dataframe_split\":{\"columns\":[", "\"\",", "\"a\"],\"data\":[]}}"),
                many(MLFLOW, "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[", "[],", "[]]}}"),
                many(MLFLOW, "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[", "[null],", "[null]]}}"),
                many(MLFLOW, "{\"dataframe_split\":{\"columns\":[", "\"n1\",", "\"n2\"],\"data\":[[1]]}}"),
                many(MLFLOW, "{\"dataframe_records\":[", "{\"a\":1,\"b\":2},", "{}]}"),
                many(MLFLOW, "{\"params\":{", "\"a\":{\"b\":[]},", "\"explain\":true},\"instances\":[" + VALUES + "]}"),
                many(INFER, "{\"inputs\":[", tensor("a", "0", "") + ",", tensor("n1", "0", "") + "]}"),
                many(INFER, "{\"inputs\":[", tensor("n1", "1", "1") + ",", tensor("n1", "1", "1") + "]}"),
                many(
                        INFER,
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[99999,13],\"datatype\":\"FP64\",\"data\":[",
                        "1,",
                        "1]}]}"),
                many(
                        INFER,
                        "{\"inputs\":[{\"name\":\"n1\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[",
                        "[[]],",
                        "[[]]]}]}"),
                many(
                        INFER,
                        "{\"inputs\":[{\"name\":\"n1\",\"datatype\":\"FP64\",\"data\":[],\"shape\":[",
                        "999999999,",
                        "1]}]}"),
                many(INFER, "{\"outputs\":[", "{\"name\":\"" + random.nextInt() + "\"},", "{\"name\":\"a\"}]}"),
                many(INFER, "{\"id\":\"", "x", "\",\"inputs\":[" + tensor("n1", "1", "1") + "]}"),
                matrix(),
                many(PLAIN, "{\"n1\":", "1", "}"),
                many(PLAIN, "{\"town\":\"", "\\u00e9", "\"}"),
                many(PLAIN, "[", "[", "1"),
                many(PLAIN, "{\"a\":", "{\"a\":", "1"),
                many(PLAIN, "{", "\"x" + random.nextInt(100) + "\":1,", "\"n1\":1}"),
                many(PLAIN, "", " \n", "{}"),
                many(PLAIN, "", "\uFEFF", "{}"),
                csv(PLAIN, HEADER + "\n", "1,2,3,4,5,6,7,8,True,False,True,town 7,2025-03-04\n"),
                csv(MLFLOW, HEADER + "\n", ",".repeat(12) + "\n"),
                csv(MLFLOW + "?explain=true", HEADER + "\n", "1,2,3,4,5,6,7,8,a,b,c,d,2025-03-04\n"),
                csv(PLAIN, HEADER + "\n", "\n"),
                csv(PLAIN, HEADER + "\n\"", "x"),
                csv(PLAIN, HEADER, ",a"),
                csv(PLAIN, HEADER + "\n", ","),
                csv(PLAIN, HEADER + "\n", "\"\"\"\"\n"),
                query("?" + "a&".repeat(random.nextInt(3000)) + "%"),
                query("?explain=" + "%e2%82%ac".repeat(random.nextInt(500))),
                query("?" + "%".repeat(random.nextInt(1, 3000))),
                query("/" + "a/".repeat(random.nextInt(3000))),
                HostileInput.json(PLAIN, "", "", 0, "").sent(Manner.BARE_LINE_FEED),
                HostileInput.json(MLFLOW, "", "", 0, "").sent(random.nextInt(8) == 0 ? Manner.SLOW : Manner.ONE_BYTE));
    }

    private static String tensor(String name, String shape, String data) {
        return "{\"name\":\"" + name + "\",\"shape\":[" + shape + "],\"datatype\":\"FP64\",\"data\":[" + data + "]}";
    }

    private HostileInput matrix() {
        int rows = repeats("0,".repeat(13));
        return HostileInput.json(
                        INFER + (random.nextBoolean() ? "?explain=true" : ""),
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[" + rows
                                + ",13],\"datatype\":\"BYTES\",\"data\":[null",
                        ",null",
                        13 * rows - 1,
                        "]}]}")
                .named("matrix of " + rows + " rows");
    }

    private HostileInput rows(String row) {
        int repeats = repeats(row);
        boolean explain = random.nextBoolean();
        return (switch (random.nextInt(3)) {
                    case 0 ->
                        HostileInput.json(PLAIN + (explain ? "?explain=true" : ""), "[", row + ",", repeats, row + "]");
                    case 1 ->
                        HostileInput.json(
                                VERTEX,
                                "{\"parameters\":{\"explain\":" + explain + "},\"instances\":[",
                                row + ",",
                                repeats,
                                row + "]}");
                    default ->
                        HostileInput.json(
                                MLFLOW,
                                "{\"params\":{\"explain\":" + explain + "},\"dataframe_records\":[",
                                row + ",",
                                repeats,
                                row + "]}");
                })
                .named(repeats + " rows of " + row);
    }

    private HostileInput many(String path, String begin, String part, String end) {
        return HostileInput.json(path, begin, part, parts(part), end).named(path + " " + begin + part + "…");
    }

    private HostileInput csv(String path, String begin, String part) {
        return HostileInput.csv(path, begin, part, parts(part)).named(path + " CSV " + begin + part + "…");
    }

    private HostileInput query(String query) {
        return HostileInput.json(PLAIN + query, "", "", 0, "{}").named("query").sent(Manner.WHOLE);
    }

    private int repeats(String row) {
        return Math.min(MAX_ROWS - 1, parts(row + ","));
    }

    /** As many as make a body of at most the limit; its length has a uniform logarithm. */
    private int parts(String part) {
        double length = 1000 * Math.exp(random.nextDouble() * Math.log(Math.min(maxBytes, MAX_BYTES) / 1000.0));
        return (int) Math.max(1, length / part.length());
    }
}
