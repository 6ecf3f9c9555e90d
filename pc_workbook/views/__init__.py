"""What each sheet shows, as data: parts with styles named by meaning. Nothing here knows a colour,
a number format or a cell address; draw/ gives each part its looks."""
