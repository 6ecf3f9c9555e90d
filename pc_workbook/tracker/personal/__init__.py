"""Find personal data and names of people in the cells of a tracker."""
