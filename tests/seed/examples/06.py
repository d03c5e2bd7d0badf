import copy

list1 = [1, [2, 3]]
list2 = copy.copy(list1)  # Shallow copy
list3 = copy.deepcopy(list1)  # Deep copy
