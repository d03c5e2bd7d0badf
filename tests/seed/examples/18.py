class MyClass:
    def __str__(self):
        return "This is __str__"

    def __repr__(self):
        return "This is __repr__"

obj = MyClass()
print(str(obj))  # Output: This is __str__
print(repr(obj))  # Output: This is __repr__
