"""How a report is written: one format a file, each with `write(report, out)`.

Only the one that is asked for is imported.
"""
