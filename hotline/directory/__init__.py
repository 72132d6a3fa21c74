"""Which services are there, where are they, and which is the nearest?"""
