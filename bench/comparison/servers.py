"""Serving: the heart-disease sample's rows, predicted by Dropfit, by an empty function and one that sends the same bytes on the same framework, by
scikit-learn in Flask and gunicorn, and by the same model as PMML in JPMML's evaluator behind the JDK's HTTP server.
Blends are what `auto` makes of 10,000 generated rows with the same columns."""
import bisect
import contextlib
import csv
import glob
import itertools
import json
import os
import re
import subprocess
import time
from dataclasses import dataclass, field, replace

from comparison.files import measure
from comparison.machine import BENCH, DATASET, PYTHON, RELEASE, ROOT, SETTINGS, compiled, framework, generated_rows
from comparison.processes import Failed, Server, free_port, succeeds
from comparison.results import Series, Suite

CONNECTIONS = 16
BLENDS = {"single row, blend of two classes": "/two", "single row, blend of ten classes": "/ten"}
FIELDS = ["age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak", "slope", "ca", "thal"]


@dataclass
class Served:
    name: str
    command: list
    path: str = "/"
    environment: dict = field(default_factory=dict)
    cases: tuple = ("single row",)

    def start(self):
        return Server(self.command, self.environment)


def rows():
    def value(cell):
        return None if cell == "" else float(cell) if "." in cell else int(cell)

    with open(DATASET, encoding="utf-8") as lines:
        return [{name: value(row[name]) for name in FIELDS} for row in csv.DictReader(lines)][:1000]


def table(sent):
    """Rows as a CSV."""
    return ",".join(FIELDS) + "\n" + "".join(",".join("" if row[name] is None else str(row[name]) for name in FIELDS) + "\n" for row in sent)


def function(target, class_path):
    """As the buildpack of Cloud Functions starts a function."""
    invoker = framework("invoker/java-function-invoker/2.0.0/java-function-invoker-2.0.0.jar")
    return ["java", "-jar", invoker, "--port", "{port}", "--classpath", class_path, "--target", target]


def empty(folder):
    compiled(folder, framework("functions-framework-api/2.0.0/functions-framework-api-2.0.0.jar"), "Empty.java")
    return Served("an empty function", function("Empty", folder), cases=("single row", *BLENDS))


def same(folder):
    """Reads the body of a row, and sends the headers and as many bytes as a prediction has."""
    compiled(folder, framework("functions-framework-api/2.0.0/functions-framework-api-2.0.0.jar"), "Same.java")
    return Served("the same bytes", function("Same", folder))


def model(folder):
    """A bucket with a model of the sample."""
    os.makedirs(f"{folder}/models/heart/models", exist_ok=True)
    subprocess.run([f"{ROOT}/dropfit", "train", DATASET, "--config", SETTINGS, "--out", f"{folder}/models/heart/models/latest.zip"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {"DROPFIT_MODELS": f"file://{folder}/models"}


def blends(folder):
    """Adds two models to the bucket of `model`: of the generated rows, with their label and with the tenth of the cholesterol as label."""
    compiled(folder, folder, "Rows.java")
    with open(generated_rows(folder, 10_000, "two"), encoding="utf-8") as lines:
        generated = list(csv.DictReader(lines))
    ordered = sorted(float(row["chol"] or 0) for row in generated)
    with open(f"{folder}/ten.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in FIELDS if name != "chol"] + ["target"], extrasaction="ignore")
        writer.writeheader()
        for row in generated:
            writer.writerow(row | {"target": f"tenth-{10 * bisect.bisect_left(ordered, float(row['chol'] or 0)) // len(ordered)}"})
    for name in ("two", "ten"):
        os.makedirs(f"{folder}/models/{name}/models", exist_ok=True)
        subprocess.run([f"{ROOT}/dropfit", "train", f"{folder}/{name}.csv", "--out", f"{folder}/models/{name}/models/latest.zip"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def dropfit(environment):
    return Served("Dropfit", function("dev.dropfit.predictor.PredictFunction", f"{ROOT}/predictor/target/function.jar"), "/heart", environment,
                  ("single row", *BLENDS, "1,000 rows, JSON", "1,000 rows, CSV"))


def container(folder):
    """Whether there is the folder of the container image, to be used without a container."""
    path = os.pathsep.join([*container_jdk(), os.environ["PATH"]])
    return os.path.exists(RELEASE) and succeeds(f"{ROOT}/deploy/container/runtime.sh", RELEASE, f"{folder}/container",
                                                environment=os.environ | {"PATH": path})


def container_jdk():
    """The commands of a JDK of the version that the image has, if this machine has one."""
    with open(f"{ROOT}/deploy/container/Dockerfile", encoding="utf-8") as file:
        version = re.search(r"^FROM \S+:(\d+)-jdk", file.read(), re.MULTILINE).group(1)
    return [os.path.dirname(jlink) for jlink in glob.glob(f"/usr/lib/jvm/*-{version}-*/bin/jlink")][:1]


def container_java(folder):
    """The version of Java in the folder of the container image."""
    with open(f"{folder}/container/jre/release", encoding="utf-8") as file:
        return re.search(r'JAVA_VERSION="(.+)"', file.read()).group(1)


def in_container(folder, name):
    return ["env", "PORT={port}", f"{folder}/container/start.sh", name]


def scikit_learn(folder, workers=(1, 2)):
    if not succeeds(PYTHON, "-c", "import sklearn, flask, gunicorn, pandas"):
        return []
    fitted = f"{folder}/model.joblib"
    subprocess.run([PYTHON, f"{BENCH}/scikit_learn.py", "fit", DATASET, fitted], check=True, stdout=subprocess.DEVNULL)
    return [Served("scikit-learn" if count == 1 else f"scikit-learn, {count} workers",
                   [PYTHON, "-m", "gunicorn", "--chdir", BENCH, "--workers", str(count), "--bind", "127.0.0.1:{port}", "scikit_learn_server:app"],
                   environment={"MODEL": fitted}, cases=("single row", "1,000 rows, JSON")) for count in workers]


def jpmml(folder):
    """The model that scikit_learn has fitted."""
    document = f"{folder}/model.pmml"
    jar = f"{BENCH}/pmml/target/pmml.jar"
    if not os.path.exists(jar) or not succeeds(PYTHON, f"{BENCH}/pmml/document.py", f"{folder}/model.joblib", document):
        return []
    return [Served("JPMML", ["java", "-cp", f"{jar}:{BENCH}/pmml/target/lib/*", "PmmlServer", "{port}", document],
                   cases=("single row", "1,000 rows, JSON"))]


@contextlib.contextmanager
def storage(folder):
    """The same model in a server on this machine that speaks Cloud Storage's JSON API; what a function needs to read it."""
    address = f"{folder}/address"
    process = subprocess.Popen(["java", "-cp", f"{ROOT}/core/target/test-classes:{ROOT}/cli/target/lib/*", f"{BENCH}/Storage.java",
                                f"{folder}/models/heart/models/latest.zip", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: os.path.exists(address))
        with open(address, encoding="utf-8") as file:
            yield {"DROPFIT_MODELS": "gs://models", "STORAGE_EMULATOR_HOST": file.read()}
    finally:
        process.kill()
        process.wait()


def starts(folder, options):
    """From the start of the process to its first right prediction over HTTP, or, of the trainer, to the verdict on the 303 rows of its first event;
    memory is resident then. Functions start as the buildpack starts them. The trainer has the setting "logistic-regression", and folders as buckets;
    scikit-learn fits the same rows and ends."""
    suite = Suite("starts", "Cold start", starts.__doc__, {"wall": "s", "cpu": "CPU s", "memory": "MB"})
    environment = model(folder)
    body = json.dumps(rows()[0])
    with storage(folder) as stored:
        ours = [dropfit(environment), replace(dropfit(stored), name="Dropfit, model in Cloud Storage")]
        trainers = {"Dropfit": function("dev.dropfit.trainer.TrainFunction", f"{ROOT}/trainer/target/function.jar")}
        if container(folder):
            ours.append(Served("Dropfit, container", in_container(folder, "predictor"), "/heart", environment))
            trainers["Dropfit, container"] = in_container(folder, "trainer")
            suite.about += f" The container has Java {container_java(folder)}."
        peers = [*ours, empty(folder), *scikit_learn(folder, (1,))]
        names = [peer.name for peer in ours]
        series = {peer.name: Series("first prediction", peer.name, [] if peer in ours else names) for peer in peers}
        verdicts = {name: Series("verdict on 303 rows", name) for name in trainers}
        fits = Series("verdict on 303 rows", "scikit-learn", list(trainers))
        starting = Series("verdict on 303 rows", "an empty function, first response", list(trainers))
        suite.series = [*series.values(), *verdicts.values(), starting, fits]
        file = first_rows(folder, 303)
        for repeat in range(3 * options.rounds):
            for peer in peers:
                options.say(f"starts, {repeat + 1} of {3 * options.rounds}: {peer.name}")
                if series[peer.name].skipped:
                    continue
                with series[peer.name].unless_it_fails(), peer.start() as server:
                    figures = {"wall": server.first_response(peer.path, body), "cpu": server.cpu_seconds(), "memory": server.megabytes()}
                    series[peer.name].add(**figures)
                    if peer.name == "an empty function":
                        starting.add(**figures)
            for number, (name, command) in enumerate(trainers.items()):
                options.say(f"starts, {repeat + 1} of {3 * options.rounds}: trainer, {name}")
                with verdicts[name].unless_it_fails():
                    verdicts[name].add(**verdict(f"{folder}/trainer-{repeat}-{number}", command, file))
            measure(fits, [PYTHON, f"{BENCH}/scikit_learn.py", "fit", file, f"{folder}/303.joblib"])
    return suite


def first_rows(folder, count):
    """The first rows of the sample."""
    with open(DATASET, encoding="utf-8") as lines, open(f"{folder}/{count}.csv", "w", encoding="utf-8") as file:
        file.writelines(itertools.islice(lines, count + 1))
    return file.name


def verdict(folder, command, file):
    """Starts a trainer, sends the event of a dataset until it listens, and measures until it responds. The model must have been promoted then."""
    write_dataset(f"{folder}/data/heart", file)
    event = {"Content-Type": "application/json", "ce-id": "1", "ce-specversion": "1.0", "ce-source": "//storage.googleapis.com/projects/_/buckets/data",
             "ce-type": "google.cloud.storage.object.v1.finalized", "ce-subject": "objects/heart/dataset.csv"}
    # Newer than any file: the file that is there is read.
    body = json.dumps({"bucket": "data", "name": "heart/dataset.csv", "generation": str(9 * 10**18), "size": str(os.path.getsize(file))})
    with Server(command, {"DROPFIT_DATA": f"file://{folder}/data", "DROPFIT_MODELS": f"file://{folder}/models"}) as server:
        wait_for(lambda: server.post("/", body, event)[0] == 200, pause=0.002)
        figures = {"wall": time.monotonic() - server.start, "cpu": server.cpu_seconds(), "memory": server.megabytes()}
    if not os.path.exists(f"{folder}/models/heart/models/latest.zip"):
        raise Failed("the trainer has promoted no model")
    return figures


def serving(folder, options):
    """wrk with 16 connections on the same cores, after loads of a second that are not counted: until three in a row agree, at most ten."""
    suite = Suite("serving", "Serving", serving.__doc__, {"requests": "requests/s", "rows": "rows/s", "p99": "p99 ms", "memory": "MB"}, more=True)
    sent = rows()
    peers = [dropfit(model(folder)), empty(folder), same(folder), *scikit_learn(folder), *jpmml(folder)]
    blends(folder)
    of_ten = json.dumps({name: value for name, value in sent[0].items() if name != "chol"})
    cases = [("single row", 1, script(folder, "one", "application/json", json.dumps(sent[0]))),
             *((case, 1, script(folder, path[1:], "application/json", of_ten if path == "/ten" else json.dumps(sent[0]))) for case, path in BLENDS.items()),
             ("1,000 rows, JSON", len(sent), script(folder, "json", "application/json", json.dumps(sent))),
             ("1,000 rows, CSV", len(sent), script(folder, "csv", "text/csv", table(sent)))]
    series = {(case, peer.name): Series(case, peer.name, [] if peer.name == "Dropfit" else ["Dropfit"])
              for case, _, _ in cases for peer in peers if case in peer.cases}
    suite.series = list(series.values())
    for repeat, (case, count, lua), peer in itertools.product(range(options.rounds), cases, peers):
        if case in peer.cases and not series[case, peer.name].skipped:
            options.say(f"serving, round {repeat + 1}: {case}, {peer.name}")
            with series[case, peer.name].unless_it_fails(), peer.start() as server:
                path = BLENDS.get(case, peer.path)
                server.first_response(path, of_ten if path == "/ten" else json.dumps(sent[0]))
                server.warm_up(path, lua, CONNECTIONS, options.warm)
                speed, p99 = server.load(path, lua, CONNECTIONS, options.seconds)
                series[case, peer.name].add(requests=speed, rows=speed * count, p99=p99, memory=server.megabytes())
    return suite


def script(folder, name, content_type, body):
    """A script of wrk that sends this body."""
    with open(f"{folder}/{name}.body", "w", encoding="utf-8") as file:
        file.write(body)
    with open(f"{folder}/{name}.lua", "w", encoding="utf-8") as file:
        file.write(f"""wrk.method = "POST"
wrk.headers["Content-Type"] = "{content_type}"
local file = io.open("{folder}/{name}.body")
wrk.body = file:read("*a")
file:close()
""")
    return file.name


def drops(folder, options):
    """From the drop of the sample's CSV, 1,000 rows, to the first prediction of its model. `up` runs already, in its first case without having trained
    before; scikit-learn fits the file in a new process, then starts the server. Dropfit with the setting "logistic-regression"."""
    suite = Suite("drops", "From a dropped file to a prediction", drops.__doc__, {"wall": "s"})
    body = json.dumps(rows()[0])
    first = Series("1,000 rows", "Dropfit")
    next_one = Series("1,000 rows", "Dropfit, a later drop")
    theirs = Series("1,000 rows", "scikit-learn", ["Dropfit", "Dropfit, a later drop"])
    suite.series = [first, next_one, theirs]
    for repeat in range(options.rounds):
        options.say(f"drops, round {repeat + 1}")
        home = f"{folder}/home-{repeat}"
        up = [f"{ROOT}/dropfit", "up", "--home", home, "--no-sample", "--port", "{port}", "--dashboard-port", str(free_port())]
        with Server(up) as server:
            wait_for(lambda: os.path.isdir(f"{home}/data") and server.post("/none", body)[0] is not None)
            first.add(wall=dropped(server, home, "first", body))
            for later in ("second", "third"):
                dropped(server, home, later, body)
            next_one.add(wall=dropped(server, home, "fourth", body))
        start = time.monotonic()
        served = scikit_learn(folder, (1,))
        if served:
            with served[0].start() as server:
                server.first_response("/", body)
                theirs.add(wall=time.monotonic() - start)
    if not theirs.figures:
        theirs.skipped = "python3-sklearn, python3-flask or gunicorn is missing"
    return suite


def dropped(server, home, name, body):
    """Seconds from the drop to the first prediction."""
    folder = f"{home}/data/{name}"
    start = write_dataset(folder, DATASET)
    wait_for(lambda: server.post(f"/{name}", body)[0] == 200)
    return time.monotonic() - start


def write_dataset(folder, source):
    """Writes the sample's settings with a linear model, then the dataset; the time right before the latter."""
    os.makedirs(folder)
    with open(SETTINGS, encoding="utf-8") as file:
        settings = json.load(file) | {"learner": "logistic-regression"}
    with open(f"{folder}/dropfit.json", "w", encoding="utf-8") as file:
        json.dump(settings, file)
    with open(source, "rb") as file:
        content = file.read()
    start = time.monotonic()
    with open(f"{folder}/dataset.csv", "wb") as file:
        file.write(content)
    return start


def wait_for(condition, limit=120, pause=0.01):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise Failed(f"waited for {limit} s")
        time.sleep(pause)
