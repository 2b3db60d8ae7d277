package dev.dropfit.trainer.table;

/**
 * Which rows a model is judged on and which it is fitted on. A row's side depends on its own content alone: it stays as the dataset grows,
 * equal rows are on one side, and a smaller holdout lies within a larger one.
 *
 * @param bound a row is held out when its place in [0, 65536) is below this
 */
public record Split(int bound) {
    private static final int PLACES = 1 << 16;

    /**
     * The split that holds out this share of rows, on average.
     *
     * @param share from 0 to 1, kept to 1/65536
     */
    public static Split of(double share) {
        return new Split((int) Math.round(share * PLACES));
    }

    /** Whether the row of this place is held out. */
    public boolean heldOut(char place) {
        return place < bound;
    }

    /**
     * Finds the rows of one side in a chunk.
     *
     * @param rows receives their indices within the chunk
     * @return how many there are
     */
    public int select(char[] places, boolean heldOut, int[] rows) {
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (heldOut(places[i]) == heldOut) {
                rows[count++] = i;
            }
        }
        return count;
    }
}
