"""Running a scheme on a table: columns, items, aggregation, extras, groups."""
