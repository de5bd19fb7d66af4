"""The graph's file formats: one module a format, and the table of formats."""
