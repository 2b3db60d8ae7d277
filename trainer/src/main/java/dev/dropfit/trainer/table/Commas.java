package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.CommaNumbers;

/** The meaning of commas in the texts of a column. */
enum Commas {
    /** There are no commas, or they are not in numbers. */
    OTHER,
    /** Decimal separators: every text is a number, and at least one comma can't be a thousands separator. */
    DECIMAL,
    /** Nearly all texts are numbers with a comma, but some are not, or the commas could be thousands separators. */
    UNCLEAR;

    /** The meaning in these values. Ignores values whose rows are all skipped. */
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
        if (numbers == 0 || others > SchemaInference.MAX_STRAY_SHARE * (numbers + others)) {
            return OTHER;
        }
        return clear && others == 0 ? DECIMAL : UNCLEAR;
    }
}
