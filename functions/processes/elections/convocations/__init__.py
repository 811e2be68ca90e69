"""Another copy of the letter that a voter takes to the polling station."""
