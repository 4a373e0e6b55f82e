"""The lexicon: phrases and stopwords of all languages, compiled and matched."""
