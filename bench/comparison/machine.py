"""The machine: what has to be there before something is measured, and what it is."""
import datetime
import glob
import os
import platform
import shutil
import subprocess

from comparison.processes import succeeds

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BENCH = f"{ROOT}/bench"
PYTHON = "/usr/bin/python3"
DATASET = f"{ROOT}/datasets/heart-disease/dataset.csv"
SETTINGS = f"{ROOT}/datasets/heart-disease/dropfit.json"
RELEASE = f"{ROOT}/cli/target/release/dropfit.jar"
PACKAGES = ["wrk", "python3-flask", "gunicorn", "python3-sklearn", "python3-pandas", "libgomp1"]


def install():
    """Installs missing packages of Debian; builds Dropfit, and the peers that are Java."""
    missing = [package for package in PACKAGES if not succeeds("dpkg", "-s", package)]
    if missing and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-q", *missing]
        subprocess.run(command if os.geteuid() == 0 else ["sudo", *command], check=False)
    subprocess.run(["mvn", "-q", "-B", "-DskipTests", "package"], cwd=ROOT, check=True)
    for peer in ("tribuo", "boosters", "h2o", "pmml"):
        subprocess.run(["mvn", "-q", "-B", "-f", f"{BENCH}/{peer}/pom.xml", "package"], check=False)
    # Its first start writes the archive of classes.
    subprocess.run([f"{ROOT}/dropfit", "--version"], check=True, stdout=subprocess.DEVNULL)


def describe():
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    versions = [PYTHON, "-c", "import platform, sklearn as s; print(f'Python {platform.python_version()}, scikit-learn {s.__version__}')"]
    python = subprocess.check_output(versions, text=True).strip() if succeeds(*versions) else "no scikit-learn"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{datetime.date.today()}, {os.cpu_count()} cores {platform.machine()}, {memory:.0f} GB, {java}, {python}, "
            f"load {os.getloadavg()[0]:.1f} before")


def framework(pattern):
    """A jar of the Functions Framework in Maven's local repository."""
    found = sorted(glob.glob(os.path.expanduser(f"~/.m2/repository/com/google/cloud/functions/{pattern}")))
    if not found:
        raise SystemExit("the Functions Framework is not there; run bench/run without --no-install")
    return found[-1]


def compiled(folder, class_path, *sources):
    subprocess.run(["javac", "-cp", class_path, "-d", folder, *(f"{BENCH}/{source}" for source in sources)], check=True)


def generated_rows(folder, count, name, seed=7):
    """A file of generated rows; `folder` has the compiled generator."""
    file = f"{folder}/{name}.csv"
    subprocess.run(["java", "-cp", folder, "Rows", str(count), file, str(seed)], check=True)
    return file
