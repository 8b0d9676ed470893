"""From the tables of a workbook to values: which unit, which series, which period, how much.

Nothing is written here. What cannot be told for certain becomes a question.
"""
