#!/usr/bin/env python3
"""Sums up the results of the test programs: the slowest classes, the time, and how many passed and failed.

Usage: results.py FOLDER PROGRAM... --seconds SECONDS
"""
import argparse
import collections
import pathlib
import sys
import xml.etree.ElementTree as xml

SHOWN = 10


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--seconds", type=int, required=True)
    args = parser.parse_args()
    passed = failed = skipped = 0
    classes = collections.defaultdict(list)
    for program in args.programs:
        try:
            assemblies = list(xml.parse(args.folder / f"{program}.xml").getroot().iter("assembly"))
        except (OSError, xml.ParseError):
            assemblies = []
        if not assemblies:
            print(f"The tests of {program} did not run to their end.")
            failed += 1
        for assembly in assemblies:
            passed += int(assembly.get("passed"))
            failed += int(assembly.get("failed")) + int(assembly.get("errors"))
            skipped += int(assembly.get("skipped"))
            for test in assembly.iter("test"):
                classes[test.get("type")].append(float(test.get("time")))
    slowest = sorted(classes.items(), key=lambda item: -sum(item[1]))[:SHOWN]
    print(f"The {len(slowest)} slowest classes, by the time of their tests one after another:")
    for name, times in slowest:
        print(f"{sum(times):7.1f} s in {len(times):3} tests  {name}")
    if skipped:
        print(f"{skipped} skipped, each with its reason above")
    print(f"Took {args.seconds // 60} min {args.seconds % 60} s after the build")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
