"""`python -m bench [NAME …]`: the measurements as JSON."""

from __future__ import annotations

import sys

import orjson

from bench import run

if __name__ == "__main__":
    print(orjson.dumps(run(sys.argv[1:]), option=orjson.OPT_INDENT_2).decode())
