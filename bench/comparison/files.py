"""Training and scoring of whole files: the same generated rows for all, each peer as a process."""
import itertools
import math

from comparison.learners import learners
from comparison.machine import ROOT, compiled, generated_rows
from comparison.processes import Failed, usage
from comparison.results import Series, Suite

LIMIT = 300
HELD_OUT = 200_000
UNITS = {"wall": "wall s", "cpu": "CPU s", "memory": "MB"}


def training(folder, options):
    """Each figure is of a whole process: start, read the CSV, fit, evaluate on a fifth of the rows in its usual way, write the model."""
    suite = Suite("training", "Training", training.__doc__ + " All predict the same 200,000 other rows outside of the measured time.", UNITS)
    prepare(folder)
    held_out = generated_rows(folder, HELD_OUT, "held-out", seed=8)
    labels = last_column(held_out)
    for rows in options.rows:
        file = generated_rows(folder, rows, "rows")
        entered = entered_learners(folder, suite, f"{rows:,} rows", rows)
        for repeat, (series, learner) in itertools.product(range(options.rounds), entered):
            options.say(f"training, {rows:,} rows, round {repeat + 1}: {learner.name}")
            measure(series, learner.command("fit", rows=file, model=f"{folder}/{learner.name}.model"))
        for series, learner in entered:
            if series.figures and not series.skipped:
                series.quality = quality(learner, f"{folder}/{learner.name}.model", held_out, labels, f"{folder}/out.csv")
        suite.series.append(floor(folder, file, f"{rows:,} rows", options.rounds))
    return suite


def batch(folder, options):
    """Each figure is of a whole process: start, read the model and the CSV, predict each row, write a CSV."""
    suite = Suite("batch", "Scoring a file", batch.__doc__, UNITS)
    prepare(folder)
    small = generated_rows(folder, 10_000, "small")
    rows = max(options.rows)
    file = generated_rows(folder, rows, "rows")
    entered = entered_learners(folder, suite, f"{rows:,} rows", rows)
    for series, learner in entered:
        with series.unless_it_fails():
            usage(learner.command("fit", rows=small, model=f"{folder}/{learner.name}.model"), LIMIT)
    for repeat, (series, learner) in itertools.product(range(options.rounds), entered):
        options.say(f"batch, round {repeat + 1}: {learner.name}")
        measure(series, learner.command("predict", rows=file, model=f"{folder}/{learner.name}.model", out=f"{folder}/out.csv"))
    return suite


def prepare(folder):
    compiled(folder, f"{ROOT}/cli/target/lib/*", "Rows.java", "Floor.java")


def entered_learners(folder, suite, case, rows):
    """The peers that take part, each with its series."""
    entered = []
    for learner in learners(folder):
        skipped = learner.missing or (f"not run above {learner.most:,} rows" if rows > learner.most else None)
        series = Series(case, learner.name, [learner.ours] if learner.ours else [], skipped=skipped)
        suite.series.append(series)
        if not skipped:
            entered.append((series, learner))
    return entered


def measure(series, command):
    if not series.skipped:
        with series.unless_it_fails():
            wall, cpu, memory = usage(command, LIMIT)
            series.add(wall=wall, cpu=cpu, memory=memory)


def floor(folder, file, case, rounds):
    series = Series(case, "floor: FastCSV reads the file")
    for _ in range(rounds):
        measure(series, ["java", "-cp", f"{folder}:{ROOT}/cli/target/lib/*", "Floor", file])
    return series


def quality(learner, model, held_out, labels, out):
    """Computed here, in the same way for all."""
    try:
        usage(learner.command("predict", rows=held_out, model=model, out=out), LIMIT)
    except Failed:
        return {}
    pairs = list(zip(last_column(out), labels, strict=True))
    loss = -sum(math.log(max(1e-15, probability if label == 1 else 1 - probability)) for probability, label in pairs)
    return {"accuracy": sum((probability > 0.5) == (label == 1) for probability, label in pairs) / len(pairs),
            "ROC AUC": roc_auc(pairs), "log loss": loss / len(pairs)}


def roc_auc(pairs):
    """From the sum of the positives' ranks; tied rows share the mean of theirs."""
    before, ranks, positives = 0, 0, 0
    for _, tied in itertools.groupby(sorted(pairs), key=lambda pair: pair[0]):
        tied = [label for _, label in tied]
        ranks += sum(tied) * (before + (len(tied) + 1) / 2)
        before += len(tied)
        positives += sum(tied)
    return (ranks - positives * (positives + 1) / 2) / (positives * (before - positives))


def last_column(file):
    """Where all write the probability of 1, and where the rows have their label."""
    with open(file, encoding="utf-8") as lines:
        next(lines)
        return [float(line.rpartition(",")[2]) for line in lines]
