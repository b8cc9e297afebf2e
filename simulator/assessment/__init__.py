"""What a session was worth."""
