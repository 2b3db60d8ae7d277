package dev.dropfit.cli.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph that grows node by node. Each method that adds something returns the name of its tensor, by which later nodes use it. Numbers
 * are doubles; the first dimension of inputs and outputs is the rows. Not thread-safe.
 */
final class Graph {
    /** The domain of the operators for trees and for maps from strings. */
    static final String ML_DOMAIN = "ai.onnx.ml";

    private static final String ROWS = "rows";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> names;
    private final Map<Double, String> numbers = new HashMap<>();
    private int count;

    /**
     * An empty graph.
     *
     * @param inputs the names of all inputs, which no other tensor gets
     */
    Graph(String name, Collection<String> inputs) {
        graph.setName(name);
        names = new HashSet<>(inputs);
    }

    /** Adds an input with one value for each row. */
    String input(String name, TensorProto.DataType type, String description) {
        graph.addInput(described(name, type, true).setDocString(description));
        return name;
    }

    /**
     * Makes a tensor an output.
     *
     * @param wanted the name of the output; if an input has it, {@code _} is appended
     * @param columns whether the output has a second dimension
     */
    void output(String tensor, String wanted, TensorProto.DataType type, boolean columns, String description) {
        String name = unused(wanted);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(tensor)
                .addOutput(name)
                .setName(name));
        graph.addOutput(described(name, type, columns).setDocString(description));
    }

    private static ValueInfoProto.Builder described(String name, TensorProto.DataType type, boolean columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
        if (columns) {
            // An input has one column; the columns of an output follow from its node.
            shape.addDim(TensorShapeProto.Dimension.newBuilder());
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)));
    }

    /** A constant number without dimensions. */
    String number(double value) {
        return numbers.computeIfAbsent(value, number -> constant(new double[] {number}));
    }

    /** A constant tensor of doubles with these dimensions; without any for a single number. */
    String constant(double[] values, long... dimensions) {
        return initializer(tensor(values, dimensions));
    }

    /** A constant tensor of whole numbers with one dimension. */
    String constant(long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return initializer(tensor);
    }

    /** A constant tensor of strings with one dimension. */
    String constant(List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.STRING.getNumber())
                .addDims(values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        return initializer(tensor);
    }

    private String initializer(TensorProto.Builder tensor) {
        String name = unused("constant" + count++);
        graph.addInitializer(tensor.setName(name));
        return name;
    }

    /** A tensor of doubles, as attribute of a node. */
    static TensorProto.Builder tensor(double[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.DOUBLE.getNumber())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return tensor;
    }

    /** Adds a node of an operator without attributes. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(inputs), List.of());
    }

    /** Adds a node. */
    String node(String operator, List<String> inputs, List<AttributeProto> attributes) {
        return add("", operator, inputs, attributes);
    }

    /** Adds a node of an operator of the domain {@code ai.onnx.ml}. */
    String learningNode(String operator, String input, List<AttributeProto> attributes) {
        return add(ML_DOMAIN, operator, List.of(input), attributes);
    }

    private String add(String domain, String operator, List<String> inputs, List<AttributeProto> attributes) {
        String name = unused(operator + count++);
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllAttribute(attributes)
                .addOutput(name)
                .setName(name));
        return name;
    }

    /** Converts a tensor to another type. */
    String cast(String tensor, TensorProto.DataType type) {
        return node("Cast", List.of(tensor), List.of(attribute("to", type.getNumber())));
    }

    /** Puts columns next to each other. */
    String columns(List<String> tensors) {
        return tensors.size() == 1 ? tensors.get(0) : node("Concat", tensors, List.of(attribute("axis", 1)));
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private String unused(String wanted) {
        String name = wanted;
        while (!names.add(name)) {
            name += "_";
        }
        return name;
    }

    GraphProto.Builder graph() {
        return graph;
    }
}
