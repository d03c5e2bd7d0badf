from collections import defaultdict

my_dict = defaultdict(int)
my_dict['a'] += 1
print(my_dict['a'])  # Output: 1
