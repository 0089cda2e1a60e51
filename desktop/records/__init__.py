"""The nouns of the house: frozen, typed values; also the wire and the file format."""
