"""The line mode: the desk as lines of text, for screen readers and plain terminals."""
