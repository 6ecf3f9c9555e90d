"""The generated sheets of a tracker."""
