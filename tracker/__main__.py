"""Starts the program: `tracker`, or `python -m tracker`."""

import gc
import sys

from tracker import INTERRUPTED
from tracker.garbage import hold_off


def main() -> int:
    """Runs the command line with the arguments of the process; returns the exit status."""
    try:
        hold_off()
        from tracker.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # While the program was still being imported.
        return INTERRUPTED
    # What is left goes with the process; taking it apart costs as much as a third of the imports.
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(main())
