"""What is done before a batch: vessels are cleaned and sterilised, and buffers are made."""
