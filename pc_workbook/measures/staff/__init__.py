"""Staff ratios of practices, localities and the area."""
