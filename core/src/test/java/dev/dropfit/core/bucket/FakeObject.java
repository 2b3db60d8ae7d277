package dev.dropfit.core.bucket;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/** One generation of an object in the fake store. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and the bytes never change.
record FakeObject(String bucket, String name, long generation, Instant created, JsonObject given, byte[] content) {

    String etag() {
        return "CJ" + Long.toHexString(generation);
    }

    String crc32c() {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    String md5() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The object resource of the JSON API, whose 64-bit numbers are strings. */
    JsonObject resource(String root) {
        JsonObject json = new JsonObject();
        String encoded = FakeGcs.encode(name);
        json.addProperty("kind", "storage#object");
        json.addProperty("id", bucket + "/" + name + "/" + generation);
        json.addProperty("selfLink", root + "/storage/v1/b/" + bucket + "/o/" + encoded);
        json.addProperty(
                "mediaLink",
                root + "/download/storage/v1/b/" + bucket + "/o/" + encoded + "?generation=" + generation
                        + "&alt=media");
        json.addProperty("name", name);
        json.addProperty("bucket", bucket);
        json.addProperty("generation", Long.toString(generation));
        json.addProperty("metageneration", "1");
        json.addProperty("storageClass", "STANDARD");
        json.addProperty("size", Integer.toString(content.length));
        json.addProperty("md5Hash", md5());
        json.addProperty("crc32c", crc32c());
        json.addProperty("etag", etag());
        json.addProperty("timeCreated", created.toString());
        json.addProperty("updated", created.toString());
        json.addProperty("timeStorageClassUpdated", created.toString());
        for (String key : new String[] {"contentType", "contentEncoding", "cacheControl", "metadata"}) {
            if (given.has(key)) {
                json.add(key, given.get(key));
            }
        }
        return json;
    }

    boolean isCompressed() {
        return given.has("contentEncoding")
                && given.get("contentEncoding").getAsString().equals("gzip");
    }

    byte[] unpacked() {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
