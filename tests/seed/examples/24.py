from abc import ABCMeta

class MyMeta(ABCMeta):
    def __instancecheck__(self, instance):
        print("Checking instance")
        return super().__instancecheck__(instance)

    def __subclasshook__(self, subclass):
        print("Checking subclass")
        return True

class MyClass(metaclass=MyMeta):
    pass

print(isinstance(MyClass(), MyClass))  # Output: Checking instance, True
print(issubclass(MyClass, MyClass))  # Output: Checking subclass, True
