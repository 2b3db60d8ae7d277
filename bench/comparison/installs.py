"""Installing: from an unpacked or a packed Dropfit to its first predictions."""
import glob
import os
import shutil
import subprocess

from comparison.files import measure
from comparison.machine import ROOT
from comparison.results import Series, Suite

# What a machine without a JDK and without Maven has.
PROGRAMS = ["java", "sh", "tar", "gzip", "dirname", "readlink", "head", "mv", "rm", "wc", "grep", "stty"]
SAMPLE = "datasets/heart-disease/dataset.csv"


def install(folder, options):
    """The archive of a release is unpacked, trains the sample, 1,000 rows, and predicts them: three commands, on a PATH with a Java runtime, but without compiler and Maven. A clone builds itself before it does the same; its libraries are in Maven's local repository."""
    suite = Suite("install", "Installing, up to the first predictions", install.__doc__, {"wall": "wall s", "cpu": "CPU s", "memory": "MB"})
    archive = Series("the archive of a release", "Dropfit")
    clone = Series("a clone", "Dropfit")
    suite.series = [archive, clone]
    [packed] = glob.glob(f"{ROOT}/cli/target/dropfit-*.tar.gz")
    os.makedirs(f"{folder}/bin")
    for program in filter(None, map(shutil.which, PROGRAMS)):
        os.symlink(os.path.realpath(program), f"{folder}/bin/{os.path.basename(program)}")
    for repeat in range(options.rounds):
        options.say(f"install, round {repeat + 1}")
        here = f"{folder}/{repeat}"
        os.makedirs(here)
        subprocess.run(["git", "clone", "-q", ROOT, f"{here}/clone"], check=True)
        measure(archive, ["env", "-i", "-C", here, f"PATH={folder}/bin", "sh", "-c", f"tar -xzf {packed} && {commands('dropfit-*')}"])
        measure(clone, ["env", "-C", here, "sh", "-c", commands("clone")])
    return suite


def commands(folder):
    return f"{folder}/dropfit train {folder}/{SAMPLE} --out model.zip && {folder}/dropfit predict model.zip {folder}/{SAMPLE}"
