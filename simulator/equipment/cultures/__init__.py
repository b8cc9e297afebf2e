"""The kinetics of cells and microbes, one publication a file."""
