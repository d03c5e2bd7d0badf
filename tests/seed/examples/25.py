class A:
    pass

class B(A):
    pass

print(B.__bases__)  # Output: (<class '__main__.A'>,)
