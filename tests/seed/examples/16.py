class MyClass:
    def __init__(self):
        print("Initialized")

    def __call__(self):
        print("Called")

obj = MyClass()  # Output: Initialized
obj()  # Output: Called
