package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;

/**
 * The content of the cells of a column as hashes, from which the place of a row is made. A hash does not depend on other rows, and not on how the
 * column turns out to be written. Immutable.
 *
 * @param nameHash the hash of the name of the column
 * @param commas whether numbers may have decimal commas
 * @param missing the texts that stand for missing values by the settings
 */
public record CellContent(long nameHash, boolean commas, ColumnFormat missing) {
    /**
     * The cells of a column.
     *
     * @param separator the character between the cells of the file
     */
    public static CellContent of(String name, char separator, ColumnFormat missing) {
        return new CellContent(
                Distinct.hash(name.toCharArray(), 0, name.length()), CommaNumbers.allowed(separator), missing);
    }

    /** Whether the cell has no value, whatever the other cells of the column are. */
    public boolean isMissing(char[] buffer, int offset, int length) {
        return Values.isMissing(buffer, offset, length) || isSetMissing(buffer, offset, length);
    }

    /** Whether the settings say that the cell has no value. */
    public boolean isSetMissing(char[] buffer, int offset, int length) {
        return !missing.isPlain() && missing.isMissing(buffer, offset, length);
    }

    /** The hash of a cell: that of a plain number, or of the number that a text with a comma may mean, otherwise that of the text; 0 for an empty one. */
    public long hash(char[] buffer, int offset, int length) {
        if (Values.isMissing(buffer, offset, length)) {
            return 0;
        }
        double plain = Values.number(buffer, offset, length);
        if (Double.isNaN(plain) && commas) {
            plain = CommaNumbers.number(buffer, offset, length);
        }
        return Double.isNaN(plain) ? Distinct.hash(buffer, offset, length) : Distinct.hash(plain);
    }

    /** The part of a cell in the content of its row: from the hash of the cell and the name of the column; 0 for an empty cell. */
    public long inRow(long hash) {
        return hash == 0 ? 0 : Hash.mix(nameHash + hash);
    }
}
