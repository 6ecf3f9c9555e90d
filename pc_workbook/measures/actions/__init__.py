"""Actions: state, progress, who must be asked for what, and sign-off."""
