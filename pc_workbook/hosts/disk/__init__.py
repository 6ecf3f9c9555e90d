"""Writing files to disk: completely or not at all, after a backup, and never over changes that somebody else has saved."""
