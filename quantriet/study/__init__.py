"""Study of documents, counted: who was obliged, who attended, who made up."""
