class Shape:
    def __new__(cls, kind, *args):
        if kind == "square":
            return object.__new__(Square)
        return object.__new__(Circle)


class Square(Shape):
    def __init__(self, kind, side):
        self.side = side


class Circle(Shape):
    def __init__(self, kind, radius):
        self.radius = radius


print(type(Shape("square", 2)).__name__)
