def read(path):
    with open(path) as lines:
        return [line.strip() for line in lines if line]
