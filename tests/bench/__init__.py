"""Plans of any size and the measurements of `make bench`."""
