package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.ModelTooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A protocol buffer message, accessed by field numbers, without generated classes: reading a model must not load a machine learning
 * library. Supports messages, strings and varints. See the protocol buffers documentation, Encoding.
 */
final class WireMessage {
    /** The maximum number of fields of a message: each may be two bytes, and takes ten times as many in memory. */
    private static final int MAX_FIELDS = 1 << 19;

    private final Map<Integer, List<ByteString>> bytes = new HashMap<>();
    private final Map<Integer, List<Long>> numbers = new HashMap<>();

    /** Parses a message; its parts are views of the content, not copies. */
    static WireMessage parse(ByteString content) throws IOException {
        WireMessage message = new WireMessage();
        CodedInputStream in = content.newCodedInput();
        in.enableAliasing(true);
        int count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            checkCount(++count);
            int field = WireFormat.getTagFieldNumber(tag);
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                    message.bytes.computeIfAbsent(field, f -> new ArrayList<>()).add(in.readBytes());
                case WireFormat.WIRETYPE_VARINT ->
                    message.numbers
                            .computeIfAbsent(field, f -> new ArrayList<>())
                            .add(in.readInt64());
                default -> in.skipField(tag);
            }
        }
        return message;
    }

    private static void checkCount(int count) throws InvalidModelException {
        if (count > MAX_FIELDS) {
            throw new ModelTooLargeException("A message in model.tribuo has more than " + MAX_FIELDS + " fields");
        }
    }

    /** The message in this field; empty if the field is absent. */
    WireMessage message(int field) throws IOException {
        return parse(bytes(field));
    }

    /** The payload of the {@code google.protobuf.Any} in this field. */
    WireMessage any(int field) throws IOException {
        return message(field).message(2);
    }

    /** The contents of a repeated field of bytes. */
    List<ByteString> allBytes(int field) {
        return bytes.getOrDefault(field, List.of());
    }

    ByteString bytes(int field) {
        List<ByteString> all = allBytes(field);
        return all.isEmpty() ? ByteString.EMPTY : all.get(all.size() - 1);
    }

    String string(int field) {
        return bytes(field).toStringUtf8();
    }

    List<String> strings(int field) {
        return allBytes(field).stream().map(ByteString::toStringUtf8).toList();
    }

    /** The number in this field; 0 if the field is absent. */
    long number(int field) {
        List<Long> all = numbers.getOrDefault(field, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1);
    }

    /** The numbers of a repeated field, packed or not. */
    List<Long> numbers(int field) throws IOException {
        List<Long> all = new ArrayList<>(numbers.getOrDefault(field, List.of()));
        for (ByteString packed : allBytes(field)) {
            CodedInputStream in = packed.newCodedInput();
            while (!in.isAtEnd()) {
                checkCount(all.size() + 1);
                all.add(in.readInt64());
            }
        }
        return all;
    }
}
