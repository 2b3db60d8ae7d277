package dev.dropfit.cli.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.RunRecord;

/** Records of runs, as the model bucket has them. */
final class RunRecords {
    private RunRecords() {}

    static RunRecord promoted() {
        return read("""
                {"version": "20261122T084133Z-1f0c2a9b", "verdict": "promoted",
                 "reasons": ["f1 0.800 is better", "f1 is higher"], "task": "classification", "gate_metric": "f1",
                 "dataset": {"generation": "12", "settings_generation": "7"}, "train_rows": 1200, "holdout_rows": 300,
                 "roc_auc": 0.9, "f1": 0.8, "val_acc": 81.25, "log_loss": 0.4, "brier": 0.1, "average_precision": 0.85,
                 "champion": {"version": "20261121T084133Z-1f0c2a9b", "roc_auc": 0.88, "f1": 0.75, "val_acc": 80,
                              "log_loss": 0.5, "brier": 0.2, "average_precision": 0.84},
                 "baseline": {"roc_auc": 0.5, "f1": 0, "val_acc": 50, "log_loss": 0.693, "brier": 0.25,
                              "average_precision": 0.5},
                 "elapsed": 3.25}
                """);
    }

    static RunRecord invalid(String reason) {
        JsonArray reasons = new JsonArray();
        reasons.add(reason);
        JsonObject json = JsonParser.parseString(
                        "{\"version\": \"20261122T084133Z-1f0c2a9b\", \"verdict\": \"invalid\", \"elapsed\": 0.01}")
                .getAsJsonObject();
        json.add("reasons", reasons);
        return RunRecord.read(json);
    }

    static RunRecord read(String json) {
        return RunRecord.read(JsonParser.parseString(json).getAsJsonObject());
    }
}
