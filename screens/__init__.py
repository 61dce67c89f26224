"""What people see: one screen per file, its style sheet beside it."""
