"""The peers: other languages' HTTP clients, doing the job of benchmarks/README.md. build.sh builds them."""

import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def peers(build: pathlib.Path) -> list[dict]:
    """Builds into `build` what the machine has a compiler for.

    One dict a peer: `name`, `versions` of what it is made of, `command` to which the options are appended; or `skipped`,
    which says why there is none.
    """
    built = subprocess.run([HERE / "build.sh", build], check=True, text=True, stdout=subprocess.PIPE)
    return [read_line(line, build) for line in built.stdout.splitlines()]


def read_line(line: str, build: pathlib.Path) -> dict:
    """A line is `built NAME: VERSIONS` or `skipped NAME: WHY`."""
    verb, rest = line.split(" ", 1)
    name, text = rest.split(": ", 1)
    if verb == "built":
        return {"name": name, "command": [str(build / "bin" / name)], "versions": text, "skipped": ""}
    return {"name": name, "command": [], "versions": "", "skipped": text}


if __name__ == "__main__":
    for peer in peers(HERE.parents[1] / "build" / "peers"):
        print(peer)
