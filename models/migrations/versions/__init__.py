"""One file for each step that plans have taken."""
