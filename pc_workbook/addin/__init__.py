"""The Excel add-in: building it from the text in macros/, installing it, removing it and finding out why it fails."""
