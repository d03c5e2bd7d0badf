import itertools

for pair in itertools.combinations([1, 2, 3], 2):
    print(pair)
