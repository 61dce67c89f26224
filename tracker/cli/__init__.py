"""The command line: a module for each subject, imported when one of its commands is given."""

from tracker.cli.main import run

__all__ = ["run"]
