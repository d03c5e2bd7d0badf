class MyClass:
    def my_method(self):
        return "Original"

def new_method(self):
    return "Patched"

MyClass.my_method = new_method
obj = MyClass()
print(obj.my_method())  # Output: Patched
