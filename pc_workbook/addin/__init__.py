"""The Excel add-in: built from the text in macros/, put where Excel starts it, and looked after."""
