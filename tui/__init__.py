"""The terminal: screens and widgets that ask a Desk."""
