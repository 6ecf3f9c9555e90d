"""Indicators: current value, RAG, target gaps, yearly values and change since the last issue."""
