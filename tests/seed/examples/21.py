class MyClass:
    def __del__(self):
        print("Object is being deleted")

obj = MyClass()
del obj  # Output: Object is being deleted
