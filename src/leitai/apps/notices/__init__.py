"""What waits for a person or happened to what is theirs, told in the site and outside it."""
