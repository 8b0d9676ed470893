"""Matters (督办事项): the one list of what must be done, by whom and by when."""
