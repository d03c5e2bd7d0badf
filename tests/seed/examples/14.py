class MyClass:
    def __getattr__(self, name):
        return f"{name} not found"

obj = MyClass()
print(obj.x)  # Output: x not found
