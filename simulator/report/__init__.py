"""Reports: pure functions from what a debrief or a class came to, to HTML, SVG and plain text."""
