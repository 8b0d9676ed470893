"""What goes out: exports that keep their formulas."""
