package dev.dropfit.trainer.tribuo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The fields of a protocol buffer message, written by field numbers, without generated classes: loading those, and their descriptors, would
 * take longer than a small training. As in proto3, a single field with its default is not written. See the protocol buffers documentation,
 * Encoding. Not thread-safe.
 */
final class WireFields {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    /** The bits of a varint in a byte; the highest one says that there are more. */
    private static final int BITS = 7;

    private static final String TYPES = "type.googleapis.com/";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Adds a number. */
    WireFields number(int field, long value) {
        if (value != 0) {
            varint((long) field << 3 | VARINT);
            varint(value);
        }
        return this;
    }

    /** Adds a string. */
    WireFields string(int field, String value) {
        return value.isEmpty() ? this : bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an element of a repeated field of strings, which may be empty. */
    WireFields element(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a repeated field of numbers, packed. */
    WireFields numbers(int field, List<Integer> values) {
        WireFields packed = new WireFields();
        values.forEach(packed::varint);
        return message(field, packed);
    }

    /** Adds a repeated field of one number, packed. */
    WireFields numbers(int field, double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return bytes(field, bytes.putDouble(value).array());
    }

    /** Adds a message. */
    WireFields message(int field, WireFields message) {
        return bytes(field, message.toBytes());
    }

    /**
     * Adds a message that names the class that reads it, as all of Tribuo's messages of several kinds do.
     *
     * @param className of the reader
     * @param type the full name of the message
     */
    WireFields message(int field, String className, String type, WireFields message) {
        return message(field, of(className, type, message));
    }

    /** A message that names the class that reads another one. */
    static WireFields of(String className, String type, WireFields message) {
        // The google.protobuf.Any
        WireFields any = new WireFields().string(1, TYPES + type).bytes(2, message.toBytes());
        return new WireFields().string(2, className).message(3, any);
    }

    /** Adds bytes. */
    WireFields bytes(int field, byte[] value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while (rest >>> BITS != 0) {
            out.write((int) ((rest & ((1 << BITS) - 1)) | (1 << BITS)));
            rest >>>= BITS;
        }
        out.write((int) rest);
    }

    /** Adds all fields of another message. */
    WireFields and(WireFields other) {
        out.writeBytes(other.toBytes());
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
