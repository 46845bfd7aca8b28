"""The view toolkit of the embedded phone: trees of nodes, layout, text and the picture."""
