"""Files come in: each becomes a proposal; nothing here writes to the plan."""
