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

/** What lies in a data folder where nobody looks for it. Not thread-safe. */
final class Misplaced {
    private final Path data;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    Misplaced(Path data) {
        this.data = data;
    }

    /** Looks once: advice on what two looks in a row have found, each given once. */
    List<String> look() throws IOException {
        List<String> found = find();
        List<String> advice = found.stream()
                .filter(line -> seen.contains(line) && told.add(line))
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
                        found.add("data/" + name + " is in no model's folder; move it to data/" + suggested(name)
                                + "/dataset.csv");
                    }
                } else if (ModelName.parse(name).isEmpty()) {
                    found.add("the folder data/" + name + " is left alone: " + advice(name));
                } else {
                    addMisnamed(entry, name, found);
                }
            }
        }
        return found;
    }

    private static void addMisnamed(Path folder, String model, List<String> found) throws IOException {
        Path dataset = folder.resolve("dataset.csv");
        if (Files.isSymbolicLink(dataset)) {
            found.add("data/" + model + "/dataset.csv is a link and is not followed; put the file itself there");
        } else if (!Files.exists(dataset, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = String.valueOf(file.getFileName());
                    if (isCsv(name) && !name.startsWith(".")) {
                        found.add("data/" + model + "/" + name + " is not read; call it dataset.csv"
                                + (name.endsWith(".gz") ? ", unpacked" : ""));
                    }
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
