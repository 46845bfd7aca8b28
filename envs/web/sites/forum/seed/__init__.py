"""What the forum is filled with: invented people, forums, submissions, comments and pictures."""
