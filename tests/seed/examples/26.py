class MyClass:
    pass

obj = MyClass()
print(obj.__dict__)  # Output: {}
print(obj.__weakref__)  # Output: None
