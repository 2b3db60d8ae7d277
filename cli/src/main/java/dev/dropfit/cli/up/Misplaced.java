package dev.dropfit.cli.up;

import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.LabelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds files in the data folder that are ignored because of their place or name. One thread searches; others may ask what was found. */
final class Misplaced {
    private static final List<String> TEXT_TABLES = List.of(".csv", ".csv.gz", ".tsv");
    private static final List<String> OTHER_TABLES =
            List.of(".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".feather", ".arrow", ".csv.zip");
    /** Endings that other files have as well: they count where no dataset is, and for a file with the name of a dataset. */
    private static final List<String> PERHAPS_TABLES = List.of(".json", ".jsonl", ".ndjson", ".zip", ".txt");
    /** How the names of files begin that are about other files. */
    private static final List<String> ABOUT_OTHERS = List.of("readme", "notes", "license");
    /** Files of a model that are no dataset. */
    private static final Set<String> OWN_FILES =
            Set.of("dropfit.json", "labels.csv", "labels.csv.gz", LabelFile.FOLDER);

    private final Path data;
    private final Set<MisplacedFile> seen = new HashSet<>();
    private final Set<MisplacedFile> reported = new HashSet<>();
    private final Set<MisplacedFile> empty = new HashSet<>();
    private volatile List<MisplacedFile> found = List.of();

    Misplaced(Path data) {
        this.data = data;
    }

    /** Searches once: returns advice on what two searches in a row have found, each advice once. */
    List<String> look() throws IOException {
        empty.clear();
        List<MisplacedFile> files = find();
        List<MisplacedFile> again = files.stream().filter(seen::contains).toList();
        seen.clear();
        seen.addAll(files);
        found = again;
        // The trainer's report names an empty dataset.
        return again.stream()
                .filter(file -> !empty.contains(file) && reported.add(file))
                .map(MisplacedFile::advice)
                .toList();
    }

    /** What the last two searches have found. */
    List<MisplacedFile> found() {
        return found;
    }

    private List<MisplacedFile> find() throws IOException {
        List<MisplacedFile> files = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(data)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (!Files.isDirectory(entry)) {
                    addToRoot(name, files);
                } else if (ModelName.parse(name).isEmpty()) {
                    files.add(new MisplacedFile(
                            suggested(name), "the folder data/" + name + " is ignored: " + advice(name)));
                } else {
                    ModelName model = new ModelName(name);
                    new Folder(entry, model, files).search();
                    addEmpty(model, files);
                }
            }
        }
        return files;
    }

    private static void addToRoot(String name, List<MisplacedFile> files) {
        if (isCsv(name) || isOther(name) || isPerhapsTable(name)) {
            Optional<ModelName> model = suggested(stem(name));
            String folder = "data/" + model.map(ModelName::value).orElse("my-model");
            files.add(new MisplacedFile(
                    model,
                    "data/" + name + " is ignored: it is not in the folder of a model; "
                            + (isCsv(name) || isText(name)
                                    ? "move it to " + folder + "/" + datasetName(name)
                                    : otherKind(name) + " as " + folder + "/dataset.csv")));
        }
    }

    private void addEmpty(ModelName model, List<MisplacedFile> files) throws IOException {
        Path dataset = data.resolve(model.dataset());
        if (Files.isRegularFile(dataset, LinkOption.NOFOLLOW_LINKS) && Files.size(dataset) == 0) {
            MisplacedFile file = new MisplacedFile(
                    Optional.of(model), "data/" + model.dataset() + " is empty; a dataset needs a header and rows");
            empty.add(file);
            files.add(file);
        }
    }

    /** Searches the folder of a model. */
    private record Folder(Path path, ModelName model, List<MisplacedFile> files) {
        void search() throws IOException {
            boolean present = addLinks();
            try (var entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    String name = String.valueOf(entry.getFileName());
                    if (name.startsWith(".") || OWN_FILES.contains(name)) {
                        continue;
                    }
                    if (Files.isDirectory(entry) && name.equals(BatchFile.FOLDER)) {
                        addUnscored(entry);
                    } else if (Files.isDirectory(entry) && name.equals("dataset")) {
                        addParts(entry);
                    } else if (Files.isDirectory(entry)) {
                        addNested(entry, name, present);
                    } else {
                        addMisnamed(name, present);
                    }
                }
            }
        }

        /** Adds datasets that are links; returns whether there is any dataset. */
        private boolean addLinks() {
            boolean present = false;
            for (String name : List.of("dataset.csv", "dataset.csv.gz")) {
                Path dataset = path.resolve(name);
                present = present || Files.exists(dataset, LinkOption.NOFOLLOW_LINKS);
                if (Files.isSymbolicLink(dataset)) {
                    add(name, "is ignored: it is a link; put the file itself there");
                }
            }
            return present;
        }

        private void addNested(Path folder, String name, boolean present) throws IOException {
            try (var entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String file = String.valueOf(entry.getFileName());
                    boolean dataset = isDataset(file) && (isCsv(file) || isOther(file));
                    if (!file.startsWith(".") && !Files.isDirectory(entry) && (dataset || (!present && isCsv(file)))) {
                        add(
                                name + "/" + file,
                                "is ignored: it is in a folder inside the folder of a model; "
                                        + (isCsv(file) ? "move it to" : otherKind(file) + " as") + " data/" + model
                                        + "/"
                                        + datasetName(file));
                    }
                }
            }
        }

        /** Adds the files in the folder of parts that are no parts, and the parts that wait for the last file. */
        private void addParts(Path folder) throws IOException {
            boolean parts = false;
            try (var entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String file = String.valueOf(entry.getFileName());
                    if (model.isPart(model.partsFolder() + file)) {
                        parts = true;
                    } else if (!file.startsWith(".") && (isCsv(file) || isOther(file))) {
                        add(
                                "dataset/" + file,
                                "is ignored: "
                                        + (isCsv(file) ? "rename it" : otherKind(file))
                                        + "; accepted are part-*.csv and part-*.csv.gz");
                    }
                }
            }
            if (parts && Files.notExists(folder.resolve("_SUCCESS"))) {
                add("dataset/", "waits: when all parts are there, create the empty file _SUCCESS in it");
            }
        }

        /** Adds the files to score that are not scored because of their names. */
        private void addUnscored(Path folder) throws IOException {
            try (var entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    String file = String.valueOf(entry.getFileName());
                    boolean table = isCsv(file) || isOther(file);
                    if (file.startsWith(".")
                            || !table
                            || Files.isDirectory(entry)
                            || BatchFile.of(model + "/" + BatchFile.FOLDER + "/" + file)
                                    .isPresent()) {
                        continue;
                    }
                    String accepted = BatchFile.suggested(file);
                    add(
                            BatchFile.FOLDER + "/" + file,
                            "is not scored: "
                                    + (isCsv(file)
                                            ? "rename it to " + accepted + "; accepted are " + BatchFile.ACCEPTED
                                            : "save it as CSV, with the name " + accepted));
                }
            }
        }

        /** Files that their user takes for the dataset, and one that keeps a dataset from being read. */
        private void addMisnamed(String name, boolean present) {
            if (Arrivals.isWritten("dataset.csv", Set.of(name))) {
                if (present) {
                    add(
                            "dataset.csv",
                            "is not read yet: the file " + name
                                    + " next to it says that a program still writes it; if none does, delete " + name);
                }
            } else if (name.equals("dataset.csv") || name.equals("dataset.csv.gz")) {
                return;
            } else if ((isCsv(name) && (!present || isDataset(name))) || (isText(name) && !present)) {
                add(name, "is ignored: rename it to " + datasetName(name));
            } else if ((isOther(name) && (!present || isDataset(name))) || (isPerhapsTable(name) && !present)) {
                add(name, "is ignored: " + otherKind(name) + ", with the name dataset.csv");
            } else if (name.equalsIgnoreCase("dataset") && !present) {
                add(name, "is ignored: rename it to dataset.csv");
            }
        }

        private void add(String file, String advice) {
            files.add(new MisplacedFile(Optional.of(model), "data/" + model + "/" + file + " " + advice));
        }
    }

    /** What to do with a file that is no CSV by its name. */
    private static String otherKind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".xlsx")) {
            return "drop it onto the page of the model, which reads workbooks, or save it as CSV";
        }
        return lower.endsWith(".zip")
                ? "drop it onto the page of the model, which unpacks it, or save the CSV in it"
                : "save it as CSV";
    }

    /** Whether a name is {@code dataset} with any ending, in any case. */
    private static boolean isDataset(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("dataset.");
    }

    private static boolean isOther(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OTHER_TABLES.stream().anyMatch(lower::endsWith)
                || (isDataset(name) && PERHAPS_TABLES.stream().anyMatch(lower::endsWith));
    }

    /** Whether a file may be a table by its ending, and no text about the others by its name. */
    private static boolean isPerhapsTable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PERHAPS_TABLES.stream().anyMatch(lower::endsWith)
                && ABOUT_OTHERS.stream().noneMatch(lower::startsWith);
    }

    private static boolean isText(String name) {
        return isPerhapsTable(name) && name.toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    private static boolean isCsv(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TEXT_TABLES.stream().anyMatch(lower::endsWith) || (isDataset(name) && lower.endsWith(".txt"));
    }

    private static String datasetName(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(".gz") ? "dataset.csv.gz" : "dataset.csv";
    }

    private static String advice(String folder) {
        try {
            new ModelName(folder);
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String stem(String file) {
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** The name of the model that a file or folder is probably for. */
    private static Optional<ModelName> suggested(String name) {
        return ModelName.parse(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", ""));
    }
}
