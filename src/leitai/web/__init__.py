"""Pages: views, components, templates, static files, translations."""
