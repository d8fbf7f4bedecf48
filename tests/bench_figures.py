"""What a command costs: seconds of CPU and of the clock, and memory."""

import os, statistics, subprocess, tempfile, time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class CommandFailed(Exception):
    """A command did not end well. `output` is what it printed."""

    def __init__(self, command, code, output):
        super().__init__(f"{' '.join(map(str, command))}: exit {code}\n{output[-2000:]}")
        self.output = output


class Figure:
    """One command's cost: seconds of CPU, of the server's CPU and of the clock, and MiB of memory."""

    def __init__(self, cpu, server, wall, peak):
        self.cpu, self.server, self.wall, self.peak = cpu, server, wall, peak


def measure(command, folder, server_pid=None, environment=None):
    """Runs a command and gives its Figure; one that fails is a `CommandFailed`."""
    before = server_cpu(server_pid)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode != 0:
            output.seek(0)
            raise CommandFailed(command, process.returncode, output.read().decode(errors="replace"))
    return Figure(usage.ru_utime + usage.ru_stime, server_cpu(server_pid) - before, wall, usage.ru_maxrss / 1024)


def server_cpu(pid):
    """CPU seconds of a server process and its ended and living children."""
    if pid is None:
        return 0.0
    return sum(process_cpu(each) for each in [pid, *children(pid)])


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            pass
    return found


def process_cpu(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / TICKS


def median(figures):
    return Figure(*(statistics.median(getattr(f, name) for f in figures) for name in ("cpu", "server", "wall", "peak")))
