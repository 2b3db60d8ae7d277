package dev.dropfit.core;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as a person reads them. */
public final class Figures {
    private Figures() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    public static String rows(long rows) {
        return count(rows) + (rows == 1 ? " row" : " rows");
    }

    public static String bytes(long bytes) {
        return count(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /** A metric by its name in records; a dash when it was not measured. */
    public static String metric(String name, double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (name.equals("val_acc")) {
            return String.format(Locale.ROOT, "%.1f %%", value);
        }
        return number(value);
    }

    /** Three or more significant digits. */
    public static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", value);
    }

    /** A number of a record; NaN when it is absent, null, or something else. */
    public static double of(JsonObject json, String key) {
        @Nullable JsonElement value = json.get(key);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsDouble()
                : Double.NaN;
    }
}
