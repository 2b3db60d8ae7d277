package dev.dropfit.predictor.dialect;

/**
 * JSON schemas for {@link Route}. Constants, so that the compiler concatenates them; only {@link OpenApi} parses them.
 * {@code {model}} is the name of the model of the path.
 */
final class Schemas {
    static final String ANY = "{}";
    static final String OBJECT = "{\"type\":\"object\"}";
    static final String STRING = "{\"type\":\"string\"}";
    static final String STRINGS = "{\"type\":\"array\",\"items\":" + STRING + "}";

    /** A row of the path's model, and an array of them. */
    static final String ROW = "{\"$ref\":\"#/components/schemas/{model}.Row\"}";

    static final String ROWS = "{\"type\":\"array\",\"items\":" + ROW + "}";

    /** A prediction of the path's model, and an object with an array of them. */
    static final String PREDICTION = "{\"$ref\":\"#/components/schemas/{model}.Prediction\"}";

    static final String PREDICTIONS =
            "{\"type\":\"object\",\"properties\":{\"predictions\":{\"type\":\"array\",\"items\":{\"anyOf\":["
                    + PREDICTION + ",{\"$ref\":\"#/components/schemas/RowError\"}]}},\"warnings\":" + STRINGS
                    + "},\"required\":[\"predictions\"]}";

    /** The body of a request of V1: rows, each an object or an array. */
    static final String INSTANCES =
            "{\"type\":\"object\",\"properties\":{\"instances\":{\"type\":\"array\",\"items\":{\"anyOf\":[" + ROW
                    + ",{\"type\":\"array\",\"items\":{}}]}}},\"required\":[\"instances\"]}";

    static final String READINESS = "{\"$ref\":\"#/components/schemas/Readiness\"}";
    static final String TENSORS = "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Tensor\"}}";

    static final String ERROR = "{\"$ref\":\"#/components/schemas/Error\"}";
    static final String MLFLOW_ERROR = "{\"$ref\":\"#/components/schemas/MlflowError\"}";

    /** The schemas that others refer to and that are the same for all models. */
    static final String COMPONENTS = """
            {"Error": {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]},
             "MlflowError": {"type": "object",
              "properties": {"error_code": {"type": "string"}, "message": {"type": "string"}},
              "required": ["error_code", "message"]},
             "Readiness": {"type": "object",
              "properties": {"name": {"type": "string"}, "ready": {"type": "boolean"}}, "required": ["name", "ready"]},
             "RowError": {"type": "object", "description": "A row that can't be used, with ?on_error=row",
              "properties": {"error": {"type": "string"}, "warnings": {"type": "array", "items": {"type": "string"}}},
              "required": ["error", "warnings"]},
             "Tensor": {"type": "object",
              "properties": {"name": {"type": "string"}, "datatype": {"type": "string"},
               "shape": {"type": "array", "items": {"type": "integer"}}, "data": {"type": "array", "items": {}}},
              "required": ["name", "datatype", "shape", "data"]}}
            """;

    private Schemas() {}
}
