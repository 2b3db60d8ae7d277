package dev.dropfit.trainer.tribuo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The provenance of a Tribuo model: a {@code RootProvenanceProto} of OLCUT 5, which says where a model comes from. Tribuo reads no model
 * without one. It has the class of the model, the learner and the time; what a training by Tribuo would say about its dataset and its trainer
 * is empty. Objects and their values are numbered in one sequence, and an object refers to its values by their numbers.
 */
final class TribuoProvenance {
    /** The version of Tribuo whose format is written. */
    static final String VERSION = "4.3.2";

    private static final String STRING = primitive("String");
    private static final String INT = primitive("Int");
    private static final String BOOLEAN = primitive("Boolean");
    private static final String TIME = primitive("DateTime");
    private static final String PACKAGE = "org.tribuo.provenance.impl.";
    private static final String DATASET = PACKAGE + "EmptyDatasetProvenance";
    private static final String TRAINER = PACKAGE + "EmptyTrainerProvenance";
    private static final String SOURCE = PACKAGE + "EmptyDataSourceProvenance";
    private static final String UNKNOWN = "unknown-version";
    private static final String NO_NUMBER = "-1";

    private final WireFields objects = new WireFields();
    private final WireFields values = new WireFields();
    private final WireFields collections = new WireFields();
    private int count;

    private TribuoProvenance() {}

    /**
     * The message.
     *
     * @param className the class of the model
     */
    static WireFields of(String className, String learner, Instant trained) {
        TribuoProvenance provenance = new TribuoProvenance();
        provenance.addModel(className, learner, trained);
        provenance.addDataset();
        provenance.addEmpty("trainer-2", "org.tribuo.Trainer", TRAINER);
        provenance.addEmpty("datasource-3", "org.tribuo.DataSource", SOURCE);
        return provenance.objects.and(provenance.values).and(provenance.collections);
    }

    /** The order of the values is the one in which Tribuo writes them. */
    private void addModel(String className, String learner, Instant trained) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        WireFields model =
                object(simple.toLowerCase(Locale.ROOT) + "-0", className, "org.tribuo.provenance.ModelProvenance");
        int map = refer(model, "instance-values");
        WireFields known = new WireFields().number(1, map);
        value(known, 2, "learner", "dropfit " + learner, STRING);
        collections.message(3, known);
        value(model, "tribuo-version", VERSION, STRING);
        value(model, "java-version", UNKNOWN, STRING);
        reference(model, "trainer", "trainer-2", TRAINER);
        value(model, "os-arch", UNKNOWN, STRING);
        value(model, "trained-at", trained.atOffset(ZoneOffset.UTC).toString(), TIME);
        value(model, "os-name", UNKNOWN, STRING);
        reference(model, "dataset", "dataset-1", DATASET);
        value(model, "class-name", className, STRING);
        objects.message(1, model);
    }

    private void addDataset() {
        String className = "org.tribuo.Dataset";
        WireFields dataset = object("dataset-1", className, DATASET);
        value(dataset, "num-features", NO_NUMBER, INT);
        value(dataset, "num-examples", NO_NUMBER, INT);
        value(dataset, "num-outputs", NO_NUMBER, INT);
        value(dataset, "tribuo-version", VERSION, STRING);
        reference(dataset, "datasource", "datasource-3", SOURCE);
        collections.message(4, new WireFields().number(1, refer(dataset, "transformations")));
        value(dataset, "is-sequence", "false", BOOLEAN);
        value(dataset, "is-dense", "false", BOOLEAN);
        value(dataset, "class-name", className, STRING);
        objects.message(1, dataset);
    }

    /** Adds an object about which nothing is known but its class. */
    private void addEmpty(String name, String className, String provenanceClass) {
        WireFields object = object(name, className, provenanceClass);
        value(object, "class-name", className, STRING);
        objects.message(1, object);
    }

    private WireFields object(String name, String className, String provenanceClass) {
        return new WireFields()
                .number(1, count++)
                .string(2, name)
                .string(3, className)
                .string(4, provenanceClass);
    }

    private void value(WireFields object, String key, String value, String type) {
        value(object, 5, key, value, type);
    }

    /** @param field for the key and the number of the value, in the message that refers to it */
    private void value(WireFields owner, int field, String key, String value, String type) {
        values.message(2, value(refer(owner, field, key), key, value, type));
    }

    private void reference(WireFields object, String key, String name, String type) {
        values.message(2, value(refer(object, key), key, name, type).number(6, 1));
    }

    private static WireFields value(int number, String key, String value, String type) {
        return new WireFields()
                .number(1, number)
                .string(2, key)
                .string(3, value)
                .string(5, type);
    }

    private int refer(WireFields object, String key) {
        return refer(object, 5, key);
    }

    /** Adds the number of the next value to the message that refers to it; returns the number. */
    private int refer(WireFields owner, int field, String key) {
        int number = count++;
        owner.message(field, new WireFields().string(1, key).number(2, number));
        return number;
    }

    private static String primitive(String name) {
        return "com.oracle.labs.mlrg.olcut.provenance.primitives." + name + "Provenance";
    }
}
