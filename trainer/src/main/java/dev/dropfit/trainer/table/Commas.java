package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.CommaNumbers;

/** What the commas in a column's texts are. */
enum Commas {
    /** There are none, or they stand in what is no number. */
    OTHER,
    /** Where the decimals of numbers begin: every text is such a number, and of some the comma can't set thousands apart. */
    DECIMAL,
    /** Nearly all texts are numbers with a comma, but there is another among them, or the commas may set thousands apart. */
    UNCLEAR;

    /** What they are in these values. Values of no row that counts do not matter. */
    static Commas of(Distinct distinct) {
        long numbers = 0;
        long others = 0;
        boolean clear = false;
        for (int code = 1; code <= distinct.size(); code++) {
            if (distinct.isText(code)) {
                String text = distinct.category(code);
                if (Double.isNaN(CommaNumbers.number(text))) {
                    others += distinct.count(code);
                } else {
                    numbers += distinct.count(code);
                    clear = clear || (distinct.count(code) > 0 && !CommaNumbers.isUnclear(text));
                }
            }
        }
        if (numbers == 0 || others > SchemaInference.STRAY_TEXT * (numbers + others)) {
            return OTHER;
        }
        return clear && others == 0 ? DECIMAL : UNCLEAR;
    }
}
