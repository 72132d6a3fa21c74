"""How is a plan said: in the words of an SMS, or in the sounds of a call?"""
