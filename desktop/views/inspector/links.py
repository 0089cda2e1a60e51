"""Where the links of a page lead, by their first letters."""

NODE_LINK = "node:"
GROUP_LINK = "group:"
SPAN_LINK = "span:"
LOOK_LINK = "look:"
