"""The definitions of the plan as pure functions over frozen records: no database, no clock, no files."""
