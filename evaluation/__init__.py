"""What the suggestions of the machine are worth, measured on sentences of our own and on data held back (`make eval`)."""
