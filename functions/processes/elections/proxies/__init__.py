"""Voting in someone's place (form A95)."""
