#!/usr/bin/env python3
"""Writes assets/licences.tsv: every package of Cargo.lock with its licence, and whether it is in the program or only in
what builds tests and measurements. To be run after Cargo.lock has changed; tests/licences.rs says so where it was not.

    scripts/licences.py
"""

import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def metadata():
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def in_program(found):
    """Ids of the packages that the program is built of or by, on whatever system."""
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    root = found["resolve"]["root"]
    seen, open_ids = {root}, [root]
    while open_ids:
        for dependency in nodes[open_ids.pop()]["deps"]:
            kinds = {kind["kind"] for kind in dependency["dep_kinds"]}
            if kinds != {"dev"} and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                open_ids.append(dependency["pkg"])
    return seen


def main():
    found = metadata()
    program = in_program(found)
    lines = []
    for package in found["packages"]:
        if package["id"] == found["resolve"]["root"]:
            continue
        licence = package["license"] or "see " + (package["license_file"] or package["repository"] or "its source")
        licence = " ".join(licence.replace("/", " OR ").split())
        place = "program" if package["id"] in program else "tests"
        lines.append("\t".join([package["name"], package["version"], licence, place]))
    (ROOT / "assets" / "licences.tsv").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
