"""HTTP: requests in, pages or JSON out. A route parses, calls a use case, answers."""
