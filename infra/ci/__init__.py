"""What a repository needs to deploy without a key: the template of its role."""
