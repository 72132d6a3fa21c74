"""How is the record kept as a whole: under which key, where a second time, and what is in it?"""
