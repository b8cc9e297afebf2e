"""What people learned over many sessions: attempts, mastery, codes for names."""
