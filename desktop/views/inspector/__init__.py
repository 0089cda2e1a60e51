"""What a run recorded of one node, edge or group, told on a page."""
