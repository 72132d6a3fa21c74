"""How does the counselling team write down what happened to somebody, and what comes of it?"""
