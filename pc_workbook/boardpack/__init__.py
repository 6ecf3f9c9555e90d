"""The board pack: what a Board member opens, prints or reads with a screen reader."""
