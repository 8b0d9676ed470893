"""Units, dated links between them, people and the roles they hold."""
