"""What a document does not say in so many words: whose site it is from and which language it is in."""
