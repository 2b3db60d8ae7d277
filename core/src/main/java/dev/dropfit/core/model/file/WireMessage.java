package dev.dropfit.core.model.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
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
    private final Map<Integer, List<ByteString>> bytes = new HashMap<>();
    private final Map<Integer, List<Long>> numbers = new HashMap<>();

    static WireMessage parse(ByteString content) throws IOException {
        WireMessage message = new WireMessage();
        CodedInputStream in = content.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
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

    /** The message in this field; empty if the field is absent. */
    WireMessage message(int field) throws IOException {
        return parse(bytes(field));
    }

    /** The messages in a repeated field. */
    List<WireMessage> messages(int field) throws IOException {
        List<WireMessage> messages = new ArrayList<>();
        for (ByteString content : allBytes(field)) {
            messages.add(parse(content));
        }
        return messages;
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
                all.add(in.readInt64());
            }
        }
        return all;
    }
}
