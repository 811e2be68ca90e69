"""A case at the desk: its pages for clerks. See web/clerk_routes.py for their addresses."""
