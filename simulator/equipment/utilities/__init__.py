"""What keeps a plant going: water for injection, clean steam, killed waste, air and cold."""
