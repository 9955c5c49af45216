"""What a person takes along: a page, a calendar, a text and a table, made from the same values as the screens."""
