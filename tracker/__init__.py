"""The program: command line, application, settings and the bundled sample; nobody imports it."""

__version__ = "0.1.0"

INTERRUPTED = 130
"""The exit status when the user ended the program by ctrl+c."""
