"""The verbs of `make`, each once."""

import sys

from sdzx.local import demo, services, testing
from sdzx.local.console import Failure, say
from sdzx.local.processes import Stopped

VERBS = {
    "demo": demo.demo,
    "test": testing.test,
    "bench": testing.bench,
    "lint": testing.lint,
    "fmt": testing.fmt,
    "clean": demo.clean,
    "collect-static": demo.collect_static,
    "install": testing.install,
    "dev-services": services.dev_services,
    "dev-stop": services.dev_stop,
}


def main(arguments):
    """Run a verb; the exit code."""
    verb, rest = ([*arguments, "help"])[0], arguments[1:]
    if verb not in VERBS:
        say("Verbs: " + " ".join(VERBS))
        return 0 if verb == "help" else 2
    try:
        return VERBS[verb](*rest) or 0
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + stopped.args[0]
