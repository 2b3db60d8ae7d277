"""Processes that are measured: commands that end, and servers."""
import glob
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")

# A separate process measures each command: the peak of a child is never below that of the process that starts it, and this one grows.
MEASURE = """
import json, resource, subprocess, sys, time
start = time.monotonic()
try:
    status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, timeout=float(sys.argv[1])).returncode
except subprocess.TimeoutExpired:
    status = None
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([status, time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


class Failed(Exception):
    """A process that did not do what it is measured for."""


def usage(command, limit):
    """Wall seconds, CPU seconds and peak resident megabytes of a command, which ends within `limit` seconds."""
    with tempfile.TemporaryFile("w+", errors="replace") as errors:
        measured = subprocess.run([sys.executable, "-c", MEASURE, str(limit), *command], stdout=subprocess.PIPE, stderr=errors, check=True)
        status, *figures = json.loads(measured.stdout)
        if status == 0:
            return figures
        if status is None:
            raise Failed(f"stopped after {limit} s")
        if status < 0:
            raise Failed(f"killed by signal {-status}")
        errors.seek(0)
        # The lines of a stack trace are indented.
        said = [line.strip() for line in errors if re.match(r"\S", line)]
        raise Failed(said[-1][:160].replace("|", "/") if said else f"status {status}")


def succeeds(*command, environment=None):
    try:
        return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def steady(speeds):
    """Whether each of the last three is at most 7 % below the fastest so far."""
    last = speeds[-3:]
    return len(last) == 3 and min(last) >= 0.93 * max(speeds)


class Server:
    """A process that serves on a port of its own, with those that it starts; `{port}` in its command is the port."""

    def __init__(self, command, environment=None):
        self.port = free_port()
        self.start = time.monotonic()
        self.process = subprocess.Popen([part.format(port=self.port) for part in command], env=os.environ | (environment or {}),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def first_response(self, path, body, limit=60):
        """Seconds from the start of the process to the first response that is a prediction."""
        while time.monotonic() - self.start < limit:
            status, text = self.post(path, body)
            if status == 200:
                return time.monotonic() - self.start
            if status not in (None, 404, 503):
                raise Failed(f"{path} responds with {status}: {text[:160]}")
            if self.process.poll() is not None:
                raise Failed(f"the server ended at its start: {' '.join(self.process.args)[:160]}")
            time.sleep(0.002)
        raise Failed(f"no prediction within {limit} s")

    def get(self, path):
        """The status of the response; none if nothing listens."""
        return self._send("GET", path)[0]

    def post(self, path, body, headers=None, timeout=30):
        """The status and the body of the response; no status if nothing listens. The body is JSON unless the headers say otherwise."""
        return self._send("POST", path, body, headers or {"Content-Type": "application/json"}, timeout)

    def _send(self, method, path, body=None, headers=None, timeout=30):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode(errors="replace")
        except (ConnectionError, http.client.HTTPException):
            return None, ""

    def _processes(self):
        for folder in glob.glob("/proc/[0-9]*"):
            try:
                if os.getpgid(int(folder.split("/")[2])) == self.process.pid:
                    yield folder
            except OSError:
                pass

    def megabytes(self):
        """Resident memory."""
        return self._memory("VmRSS")

    def peak_megabytes(self):
        """The largest resident memory so far."""
        return self._memory("VmHWM")

    def _memory(self, figure):
        total = 0
        for folder in self._processes():
            try:
                with open(f"{folder}/status", encoding="utf-8") as lines:
                    total += int(re.search(rf"{figure}:\s+(\d+)", lines.read()).group(1))
            except (OSError, AttributeError):
                pass
        return total / 1024

    def cpu_seconds(self):
        """CPU time, with that of processes that have ended."""
        total = 0
        for folder in self._processes():
            try:
                with open(f"{folder}/stat", encoding="utf-8") as line:
                    total += sum(int(ticks) for ticks in line.read().rpartition(")")[2].split()[11:15])
            except OSError:
                pass
        return total / TICKS

    def warm_up(self, path, script, connections, limit):
        """Loads of a second until they are steady, at most `limit` of them. When the connections of a load close for the first
        time, the JVM discards code and compiles it anew, so one long load would not do."""
        speeds = []
        while len(speeds) < limit and not steady(speeds):
            speeds.append(self.load(path, script, connections, 1)[0])

    def load(self, path, script, connections, seconds):
        """Requests per second, and the 99th percentile of their time in milliseconds, with wrk."""
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s", script,
                              f"http://127.0.0.1:{self.port}{path}"], capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in out or "Socket errors" in out:
            raise Failed(" ".join(line.strip() for line in out.splitlines() if "Non-2xx" in line or "Socket errors" in line))
        value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
