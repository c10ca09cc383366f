"""The whole country in October 2026: real places, invented bodies below the communes, invented people and papers."""
