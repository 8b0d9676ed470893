"""The site's rooms, one Django app each, in the order of the yearly loop."""
