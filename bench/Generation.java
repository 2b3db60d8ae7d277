import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;

/** Prints the generation of an object. Arguments: the URL of the bucket, and the name. */
public final class Generation {
    private Generation() {}

    public static void main(String[] arguments) throws Exception {
        try (Bucket bucket = Buckets.open(arguments[0])) {
            System.out.println(bucket.find(arguments[1]).orElseThrow().generation());
        }
    }
}
