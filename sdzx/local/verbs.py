"""The verbs of `make`, each once."""

import sys

from sdzx.local import services
from sdzx.local.console import Failure, say

VERBS = {"dev-services": services.dev_services, "dev-stop": services.dev_stop}


def main(arguments):
    verb, rest = ([*arguments, "help"])[0], arguments[1:]
    if verb not in VERBS:
        say("Verbs: " + " ".join(VERBS))
        return 0 if verb == "help" else 2
    try:
        return VERBS[verb](*rest) or 0
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
