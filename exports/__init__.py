"""Files go out: the plan becomes a workbook, a page or a chart drawn in text."""
