math_module = __import__('math')
print(math_module.sqrt(16))  # Output: 4.0
