"""One backward pass at a glance: how large each parameter's gradient is, and where trouble began."""
