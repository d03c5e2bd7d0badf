from functools import wraps


def plain(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        yield from function(*args, **kwargs)

    return wrapper


LIGHT = [n for n in range(3) if (m := n)]
