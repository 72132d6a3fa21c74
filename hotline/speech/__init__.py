"""How does a text become a file that can be played in a call, without the internet?"""
