"""What is true of a case whatever carries it: no AWS, no HTTP, no clock of its own."""
