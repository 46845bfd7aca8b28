"""The forum: a board of forums, submissions, comments, votes and messages."""
