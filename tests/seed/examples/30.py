def greet(name: str) -> str:
    return f"Hello, {name}"

print(greet.__annotations__)  # Output: {'name': <class 'str'>, 'return': <class 'str'>}
