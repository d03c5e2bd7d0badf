class MyClass:
    def __init__(self):
        self.data = {}

    def __getitem__(self, key):
        return self.data.get(key, "Not found")

    def __setitem__(self, key, value):
        self.data[key] = value

obj = MyClass()
obj['name'] = 'Alice'
print(obj['name'])  # Output: Alice
print(obj['age'])  # Output: Not found
