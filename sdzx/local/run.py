#!/usr/bin/env python3
"""`python3 sdzx/local/run.py VERB`: what the Makefile calls. See verbs.py."""

import sys
from pathlib import Path


def main():
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    from sdzx.local import verbs

    return verbs.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
