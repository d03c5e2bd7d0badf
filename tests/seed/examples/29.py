class MyClass:
    __slots__ = ['x', 'y']

obj = MyClass()
obj.x = 10
obj.y = 20
# obj.z = 30  # This will raise an AttributeError
