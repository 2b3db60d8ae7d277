"""The peers that learn from a CSV and predict the rows of another one, each as a process."""
import json
import os
import sys
from dataclasses import dataclass

from comparison.machine import BENCH, PYTHON, ROOT, SETTINGS
from comparison.processes import succeeds

# H2O makes classes at run time.
H2O = ["--add-opens=java.base/java.lang=ALL-UNNAMED"]


@dataclass
class Learner:
    """{rows}, {model} and {out} in its commands are files."""
    name: str
    fit: list
    predict: list = None
    ours: str = None
    most: int = sys.maxsize
    missing: str = None

    def command(self, verb, **files):
        return [part.format(**files) for part in getattr(self, verb)]


def learners(folder):
    python = None if succeeds(PYTHON, "-c", "import sklearn, pandas, joblib") else "python3-sklearn or python3-pandas is missing"

    def script(name, file, ours):
        return Learner(name, *verbs(PYTHON, f"{BENCH}/{file}"), ours=ours, missing=python)

    def java(name, project, ours, *main, most=sys.maxsize, options=()):
        jar = f"{BENCH}/{project}/target/{project}.jar"
        missing = None if os.path.exists(jar) else f"mvn -f bench/{project}/pom.xml package fails"
        command = ["java", *options, "-cp", f"{jar}:{BENCH}/{project}/target/lib/*", *main]
        return Learner(name, *verbs(*command), ours=ours, most=most, missing=missing)

    return [
        dropfit(folder, "Dropfit", "logistic-regression"),
        script("scikit-learn", "scikit_learn.py", "Dropfit"),
        java("Tribuo", "tribuo", "Dropfit", "Tribuo", most=1_000_000),
        java("H2O", "h2o", "Dropfit", "H2oRows", "glm", options=H2O),
        dropfit(folder, "Dropfit, boosting", "gradient-boosting"),
        script("HistGradientBoosting", "hist_gradient_boosting.py", "Dropfit, boosting"),
        java("XGBoost4J", "boosters", "Dropfit, boosting", "BoostedRows", "xgboost"),
        java("LightGBM for Java", "boosters", "Dropfit, boosting", "BoostedRows", "lightgbm"),
        java("H2O, boosting", "h2o", "Dropfit, boosting", "H2oRows", "gbm", most=10_000, options=H2O),
    ]


def verbs(*command):
    return [*command, "fit", "{rows}", "{model}"], [*command, "predict", "{model}", "{rows}", "{out}"]


def dropfit(folder, name, learner):
    with open(SETTINGS, encoding="utf-8") as sample:
        settings = json.load(sample) | {"learner": learner}
    with open(f"{folder}/{learner}.json", "w", encoding="utf-8") as config:
        json.dump(settings, config)
    return Learner(name,
                   [f"{ROOT}/dropfit", "train", "{rows}", "--config", config.name, "--out", "{model}", "--metrics", f"{folder}/metrics.json"],
                   [f"{ROOT}/dropfit", "predict", "{model}", "{rows}", "--out", "{out}"])
