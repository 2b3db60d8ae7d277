package dev.dropfit.predictor.dialect;

/**
 * JSON schemas for {@link Route}. Constants, so that the compiler concatenates them; only {@link OpenApi} parses them.
 * {@code {model}} is the name of the model of the path; {@link ModelSchemas} has the schemas of a model.
 *
 * <p>No schema is a choice of several and none is made in place where a client would need a class for it: generators of clients do not
 * compile the one, and invent names for the other.
 */
final class Schemas {
    static final String ANY = "{}";
    static final String OBJECT = "{\"type\":\"object\"}";
    static final String STRING = "{\"type\":\"string\"}";
    static final String BINARY = "{\"type\":\"string\",\"format\":\"binary\"}";

    private static final String REFERENCE = "{\"$ref\":\"#/components/schemas/";

    /** A row of the path's model, and an array of them. */
    static final String ROW = REFERENCE + "{model}.Row\"}";

    static final String ROWS = "{\"type\":\"array\",\"items\":" + ROW + "}";

    /** A prediction of the path's model, and an object with an array of them. */
    static final String PREDICTION = REFERENCE + "{model}.Prediction\"}";

    static final String PREDICTIONS = REFERENCE + "{model}.Predictions\"}";

    /** The body of a request of V1, and its response. */
    static final String INSTANCES = REFERENCE + "{model}.Instances\"}";

    static final String INSTANCE_PREDICTIONS = REFERENCE + "{model}.InstancePredictions\"}";

    static final String READINESS = REFERENCE + "Readiness\"}";
    static final String OVERVIEW = REFERENCE + "Overview\"}";
    static final String DESCRIPTION = REFERENCE + "Description\"}";
    static final String MODEL_NAMES = REFERENCE + "ModelNames\"}";
    static final String SERVER = REFERENCE + "Server\"}";
    static final String SERVER_STATE = REFERENCE + "ServerState\"}";
    static final String REPOSITORY = "{\"type\":\"array\",\"items\":" + REFERENCE + "RepositoryModel\"}}";
    static final String TENSOR_METADATA = REFERENCE + "TensorMetadata\"}";
    static final String SIGNATURES = REFERENCE + "Signatures\"}";
    static final String INFERENCE_REQUEST = REFERENCE + "InferenceRequest\"}";
    static final String INFERENCE_RESPONSE = REFERENCE + "InferenceResponse\"}";
    static final String INVOCATION = REFERENCE + "Invocation\"}";
    static final String INVOKED = REFERENCE + "Invoked\"}";
    static final String BATCH_LIMITS = REFERENCE + "BatchLimits\"}";
    static final String CALLS = REFERENCE + "Calls\"}";
    static final String CALL_REPLIES = REFERENCE + "{model}.CallReplies\"}";
    static final String NUMBERED_ROWS = REFERENCE + "NumberedRows\"}";

    static final String ERROR = REFERENCE + "Error\"}";
    static final String MLFLOW_ERROR = REFERENCE + "MlflowError\"}";
    static final String CALL_ERROR = REFERENCE + "CallError\"}";

    /** The schemas that others refer to and that are the same for all models. */
    static final String COMPONENTS = """
            {"Error": {"type": "object",
              "properties": {"error": {"type": "string"},
               "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}}},
              "required": ["error"]},
             "Problem": {"type": "object", "description": "What is wrong with a field",
              "properties": {"row": {"type": "integer"}, "field": {"type": "string"}, "found": {"type": "string"},
               "accepted": {"type": "string"}}, "required": ["row", "field", "found", "accepted"]},
             "MlflowError": {"type": "object",
              "properties": {"error_code": {"type": "string"}, "message": {"type": "string"}},
              "required": ["error_code", "message"]},
             "CallError": {"type": "object", "properties": {"errorMessage": {"type": "string"}},
              "required": ["errorMessage"]},
             "Overview": {"type": "object",
              "properties": {"status": {"type": "string"},
               "models": {"type": "array", "items": {"$ref": "#/components/schemas/ServedModel"}}},
              "required": ["status", "models"]},
             "ServedModel": {"type": "object",
              "properties": {"model": {"type": "string"}, "version": {"type": "string"}, "promoted": {"type": "string"},
               "status": {"type": "string"}, "reason": {"type": "string"}}, "required": ["model"]},
             "Description": {"type": "object",
              "properties": {"model": {"type": "string"}, "version": {"type": "string"}, "promoted": {"type": "string"},
               "predicts": {"type": "string"}, "schema": {"$ref": "#/components/schemas/ModelSchema"},
               "metrics": {"type": "object", "additionalProperties": {}},
               "intervals": {"type": "object", "description": "The 95 % interval of each metric",
                "additionalProperties": {"type": "array", "items": {"type": "number"}}}},
              "required": ["model", "version", "schema", "metrics"]},
             "ModelSchema": {"type": "object",
              "properties": {"task": {"type": "string"}, "label": {"type": "string"}, "output": {"type": "string"},
               "labels": {"type": "array", "items": {"type": "string"}}, "positive": {"type": "string"},
               "threshold": {"type": "number"},
               "link": {"$ref": "#/components/schemas/ModelLink"},
               "columns": {"type": "array", "items": {"$ref": "#/components/schemas/ModelColumn"}}},
              "required": ["task", "label", "output", "columns"]},
             "ModelLink": {"type": "object", "description": "The model predicts the logarithm of a number plus the shift",
              "properties": {"function": {"type": "string"}, "shift": {"type": "number"}},
              "required": ["function", "shift"]},
             "ModelColumn": {"type": "object",
              "properties": {"column": {"type": "string"}, "kind": {"type": "string"},
               "levels": {"type": "array", "items": {"type": "string"}}, "optional": {"type": "boolean"}},
              "required": ["column", "kind"]},
             "ModelNames": {"type": "object",
              "properties": {"models": {"type": "array", "items": {"type": "string"}}}, "required": ["models"]},
             "Readiness": {"type": "object",
              "properties": {"name": {"type": "string"}, "ready": {"type": "boolean"},
               "model_version_status": {"type": "array", "items": {"$ref": "#/components/schemas/VersionStatus"}}},
              "required": ["name", "ready"]},
             "VersionStatus": {"type": "object",
              "properties": {"version": {"type": "string"}, "state": {"type": "string"},
               "status": {"type": "object", "additionalProperties": {"type": "string"}}},
              "required": ["version", "state"]},
             "Server": {"type": "object",
              "properties": {"name": {"type": "string"}, "version": {"type": "string"},
               "extensions": {"type": "array", "items": {"type": "string"}}}, "required": ["name", "version"]},
             "ServerState": {"type": "object",
              "properties": {"live": {"type": "boolean"}, "ready": {"type": "boolean"}}, "required": ["live"]},
             "RepositoryModel": {"type": "object",
              "properties": {"name": {"type": "string"}, "version": {"type": "string"}, "state": {"type": "string"},
               "reason": {"type": "string"}}, "required": ["name", "state"]},
             "TensorMetadata": {"type": "object",
              "properties": {"name": {"type": "string"}, "versions": {"type": "array", "items": {"type": "string"}},
               "platform": {"type": "string"},
               "inputs": {"type": "array", "items": {"$ref": "#/components/schemas/TensorType"}},
               "outputs": {"type": "array", "items": {"$ref": "#/components/schemas/TensorType"}}},
              "required": ["name", "inputs", "outputs"]},
             "TensorType": {"type": "object",
              "properties": {"name": {"type": "string"}, "datatype": {"type": "string"},
               "shape": {"type": "array", "items": {"type": "integer"}}}, "required": ["name", "datatype", "shape"]},
             "Tensor": {"type": "object", "description": "A column of rows, or all columns in the schema's order",
              "properties": {"name": {"type": "string"},
               "datatype": {"type": "string", "examples": ["FP64", "INT64", "BOOL", "BYTES"]},
               "shape": {"type": "array", "items": {"type": "integer"}}, "data": {"type": "array", "items": {}},
               "parameters": {"type": "object", "additionalProperties": {}}},
              "required": ["name", "datatype", "shape"]},
             "RequestedOutput": {"type": "object",
              "properties": {"name": {"type": "string"}, "parameters": {"type": "object", "additionalProperties": {}}},
              "required": ["name"]},
             "InferenceRequest": {"type": "object",
              "properties": {"id": {"type": "string"}, "parameters": {"$ref": "#/components/schemas/Parameters"},
               "inputs": {"type": "array", "items": {"$ref": "#/components/schemas/Tensor"}},
               "outputs": {"type": "array", "items": {"$ref": "#/components/schemas/RequestedOutput"}}},
              "required": ["inputs"]},
             "InferenceResponse": {"type": "object",
              "properties": {"model_name": {"type": "string"}, "model_version": {"type": "string"},
               "id": {"type": "string"}, "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
               "outputs": {"type": "array", "items": {"$ref": "#/components/schemas/Tensor"}}},
              "required": ["model_name", "outputs"]},
             "Parameters": {"type": "object", "description": "The same as in the query of the path",
              "properties": {"explain": {"type": "boolean"}, "explained": {"type": "string"},
               "on_error": {"type": "string", "enum": ["fail", "row"]}, "content_type": {"type": "string"},
               "binary_data_output": {"type": "boolean"}}},
             "Signatures": {"type": "object",
              "properties": {"model_spec": {"type": "object", "additionalProperties": {"type": "string"}},
               "metadata": {"type": "object", "additionalProperties": {}}}, "required": ["model_spec", "metadata"]},
             "DataframeSplit": {"type": "object",
              "properties": {"columns": {"type": "array", "items": {"type": "string"}},
               "data": {"type": "array", "items": {"type": "array", "items": {}}}},
              "required": ["columns", "data"]},
             "Invocation": {"type": "object", "description": "Rows in one of four formats, and parameters",
              "properties": {"dataframe_split": {"$ref": "#/components/schemas/DataframeSplit"},
               "dataframe_records": {"type": "array", "items": {"type": "object", "additionalProperties": {}}},
               "instances": {"type": "array", "items": {}},
               "inputs": {"type": "object", "additionalProperties": {"type": "array", "items": {}}},
               "params": {"$ref": "#/components/schemas/Parameters"}}},
             "Invoked": {"type": "object",
              "properties": {
               "predictions": {"type": "array", "items": {"type": "object", "additionalProperties": {}}},
               "warnings": {"type": "array", "items": {"type": "string"}}}, "required": ["predictions"]},
             "BatchLimits": {"type": "object",
              "properties": {"MaxConcurrentTransforms": {"type": "integer"}, "BatchStrategy": {"type": "string"},
               "MaxPayloadInMB": {"type": "integer"}}},
             "Calls": {"type": "object",
              "properties": {"calls": {"type": "array", "items": {"type": "array", "items": {}}}},
              "required": ["calls"]},
             "NumberedRows": {"type": "object",
              "properties": {"data": {"type": "array", "items": {"type": "array", "items": {}}}},
              "required": ["data"]},
             "Contribution": {"type": "object",
              "properties": {"feature": {"type": "string"},
               "value": {"description": "The value of the column: a number, a string or null"},
               "contribution": {"type": "number"}}, "required": ["feature", "contribution"]}}
            """;

    private Schemas() {}
}
