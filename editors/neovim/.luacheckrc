std = "luajit"
globals = { "vim" }
max_line_length = 160
max_comment_line_length = 170
