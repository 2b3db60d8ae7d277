package dev.dropfit.cli.up;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds files in the data folder that are ignored because of their place or name. Not thread-safe. */
final class Misplaced {
    private static final List<String> OTHER_KINDS =
            List.of(".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".txt", ".tsv");

    private final Path data;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> reported = new HashSet<>();

    Misplaced(Path data) {
        this.data = data;
    }

    /** Searches once: returns advice on what two searches in a row have found, each advice once. */
    List<String> look() throws IOException {
        List<String> found = find();
        List<String> advice = found.stream()
                .filter(line -> seen.contains(line) && reported.add(line))
                .toList();
        seen.clear();
        seen.addAll(found);
        return advice;
    }

    private List<String> find() throws IOException {
        List<String> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(data)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (!Files.isDirectory(entry)) {
                    if (isCsv(name)) {
                        found.add("data/" + name + " is ignored: it is not in the folder of a model; move it to data/"
                                + suggested(name) + "/dataset.csv"
                                + (name.toLowerCase(Locale.ROOT).endsWith(".gz") ? ".gz" : ""));
                    }
                } else if (ModelName.parse(name).isEmpty()) {
                    found.add("the folder data/" + name + " is ignored: " + advice(name));
                } else {
                    addMisnamed(entry, name, found);
                }
            }
        }
        return found;
    }

    private static void addMisnamed(Path folder, String model, List<String> found) throws IOException {
        addOtherSpellings(folder, model, found);
        boolean present = false;
        for (String name : List.of("dataset.csv", "dataset.csv.gz")) {
            Path dataset = folder.resolve(name);
            present = present || Files.exists(dataset, LinkOption.NOFOLLOW_LINKS);
            if (Files.isSymbolicLink(dataset)) {
                found.add("data/" + model + "/" + name + " is ignored: it is a link; put the file itself there");
            }
        }
        if (!present) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    if (isCsv(name) && !name.startsWith(".")) {
                        found.add("data/" + model + "/" + name + " is ignored: rename it to dataset.csv"
                                + (name.toLowerCase(Locale.ROOT).endsWith(".gz") ? ".gz" : ""));
                    }
                }
            }
        }
    }

    /** Files that their user takes for the dataset, also next to one, and those that keep a dataset from being read. */
    private static void addOtherSpellings(Path folder, String model, List<String> found) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                String lower = name.toLowerCase(Locale.ROOT);
                if (Files.isDirectory(file)) {
                    if (!name.startsWith(".") && Files.exists(file.resolve("dataset.csv"))) {
                        found.add("data/" + model + "/" + name + "/dataset.csv is ignored: it is in a folder inside the"
                                + " folder of a model; move it to data/" + model + "/dataset.csv");
                    }
                } else if (lower.startsWith("dataset.") && OTHER_KINDS.stream().anyMatch(lower::endsWith)) {
                    found.add("data/" + model + "/" + name + " is ignored: save it as CSV, with the name dataset.csv");
                } else if (lower.equals("dataset.csv")
                        && !name.equals("dataset.csv")
                        && Files.exists(folder.resolve("dataset.csv"))) {
                    found.add("data/" + model + "/" + name + " is ignored: rename it to dataset.csv");
                } else if (Arrivals.isWritten("dataset.csv", Set.of(name))
                        && Files.exists(folder.resolve("dataset.csv"))) {
                    found.add("data/" + model + "/dataset.csv is not read yet: the file " + name
                            + " next to it says that a program still writes it; if none does, delete " + name);
                }
            }
        }
    }

    private static boolean isCsv(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".csv") || lower.endsWith(".csv.gz");
    }

    private static String advice(String folder) {
        try {
            new ModelName(folder);
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String suggested(String file) {
        String name = file.toLowerCase(Locale.ROOT)
                .replaceFirst("\\.csv(\\.gz)?$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return ModelName.parse(name).map(ModelName::value).orElse("my-model");
    }
}
