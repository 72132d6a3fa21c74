"""What does the line do in a week with everything going wrong?"""
