; Added to the grammar's own query: what it lacks, or calls by a name that says too little.

(decorator "@" @decorator)
(decorator (identifier) @decorator)
(decorator (attribute (identifier) @decorator))
(decorator (call function: (identifier) @decorator))
(decorator (call function: (attribute (identifier) @decorator)))

(class_definition name: (identifier) @type)

["and" "or" "not" "in" "is" "is not" "not in"] @operator.word

["nonlocal" "except*"] @keyword
(type_alias_statement "type" @keyword)
