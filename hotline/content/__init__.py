"""What does the folder `messages/` say? Read once into values that never change."""
