package dev.dropfit.core.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of months and days of the week in German, French, Spanish, Italian, Portuguese and Dutch, and those of months in Danish, Swedish,
 * Turkish and Polish; in lower case, and their abbreviations of three letters or more. A class of its own, so that it is loaded only where a word is not English.
 */
final class CalendarWords {
    private static final int MIN_LENGTH = 3;

    private static final List<List<String>> MONTHS = List.of(
            List.of(
                    "januar",
                    "jänner",
                    "janvier",
                    "enero",
                    "gennaio",
                    "janeiro",
                    "januari",
                    "ocak",
                    "styczeń",
                    "stycznia"),
            List.of(
                    "februar",
                    "feber",
                    "février",
                    "fevrier",
                    "febrero",
                    "febbraio",
                    "fevereiro",
                    "februari",
                    "şubat",
                    "luty",
                    "lutego"),
            List.of("märz", "maerz", "mars", "marzo", "março", "marco", "maart", "marts", "mart", "marzec", "marca"),
            List.of("april", "avril", "abril", "aprile", "nisan", "kwiecień", "kwietnia"),
            List.of("mai", "mayo", "maggio", "maio", "mei", "maj", "maja", "mayıs"),
            List.of("juni", "juin", "junio", "giugno", "junho", "haziran", "czerwiec", "czerwca"),
            List.of("juli", "juillet", "julio", "luglio", "julho", "temmuz", "lipiec", "lipca"),
            List.of("august", "août", "aout", "agosto", "augustus", "augusti", "ağustos", "sierpień", "sierpnia"),
            List.of(
                    "september",
                    "septembre",
                    "septiembre",
                    "setiembre",
                    "settembre",
                    "setembro",
                    "eylül",
                    "wrzesień",
                    "września"),
            List.of("oktober", "octobre", "octubre", "ottobre", "outubro", "ekim", "październik", "października"),
            List.of("november", "novembre", "noviembre", "novembro", "kasım", "listopad", "listopada"),
            List.of(
                    "dezember",
                    "décembre",
                    "decembre",
                    "diciembre",
                    "dicembre",
                    "dezembro",
                    "december",
                    "aralık",
                    "grudzień",
                    "grudnia"));

    private static final List<String> DAYS = List.of(
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonnabend",
            "sonntag",
            "lundi",
            "mardi",
            "mercredi",
            "jeudi",
            "vendredi",
            "samedi",
            "dimanche",
            "lunes",
            "martes",
            "miércoles",
            "miercoles",
            "jueves",
            "viernes",
            "sábado",
            "sabado",
            "domingo",
            "lunedì",
            "lunedi",
            "martedì",
            "martedi",
            "mercoledì",
            "mercoledi",
            "giovedì",
            "giovedi",
            "venerdì",
            "venerdi",
            "domenica",
            "segunda",
            "terça",
            "quarta",
            "quinta",
            "sexta",
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
            "zondag");

    /** What an abbreviation of two months means. */
    private static final int UNCLEAR = 0;

    private static final Map<String, Integer> MONTH_OF_WORD = months();
    private static final Set<String> DAY_WORDS = days();

    private CalendarWords() {}

    private static Map<String, Integer> months() {
        Map<String, Integer> months = new HashMap<>();
        for (int month = 1; month <= MONTHS.size(); month++) {
            int own = month;
            for (String name : MONTHS.get(month - 1)) {
                for (int length = MIN_LENGTH; length <= name.length(); length++) {
                    months.merge(name.substring(0, length), own, (one, other) -> one.equals(other) ? one : UNCLEAR);
                }
            }
        }
        return Map.copyOf(months);
    }

    private static Set<String> days() {
        Set<String> words = new HashSet<>();
        for (String name : DAYS) {
            for (int length = MIN_LENGTH; length <= name.length(); length++) {
                words.add(name.substring(0, length));
            }
        }
        return Set.copyOf(words);
    }

    /** The month of a word, from 1; 0 if it is none, or an abbreviation of two months. */
    static int month(String word) {
        return MONTH_OF_WORD.getOrDefault(word, UNCLEAR);
    }

    /** Whether a word is a day of the week. */
    static boolean isDay(String word) {
        return DAY_WORDS.contains(word);
    }

    /** Whether a word only joins the parts of a date: {@code 5 de enero de 2024}. */
    static boolean joins(String word) {
        return word.equals("de") || word.equals("del");
    }
}
