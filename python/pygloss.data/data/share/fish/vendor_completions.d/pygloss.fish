# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_pygloss_global_optspecs
    string join \n stdio h/help V/version
end

function __fish_pygloss_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_pygloss_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_pygloss_using_subcommand
    set -l cmd (__fish_pygloss_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c pygloss -n "__fish_pygloss_needs_command" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_needs_command" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_needs_command" -s V -l version -d 'Print version'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "server" -d 'Serve an editor over standard input and output (also without a subcommand)'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "proxy" -d 'Serve an editor in front of another language server'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "explain" -d 'Explain a concept, a question, a file, a place in a file or some of its lines'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "playground" -d 'Open a page in the browser where one hovers Python, beside the book of all concepts'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "rewrite" -d 'Show a construct in plainer Python: what it stands for, with your own names'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "review" -d 'Explain the constructs that a change introduces'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "scan" -d 'List every construct found in files and folders'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "setup" -d 'Say how pygloss comes into an editor, or put its configuration in place'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "list" -d 'List the concepts'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "progress" -d 'Show what you have met in your editors, had explained and know, by area'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "new" -d 'Begin a concept file of your own: a skeleton with what each field is for'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "check" -d 'Check a folder of concept files'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "book" -d 'Write the concepts as a site: a page each, a course, questions, search'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c pygloss -n "__fish_pygloss_needs_command" -f -a "man" -d 'Print the manual page'
complete -c pygloss -n "__fish_pygloss_using_subcommand server" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand server" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand proxy" -l wait -d 'How many seconds a hover of pygloss waits for the other server\'s' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand proxy" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand proxy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand explain" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand explain" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand explain" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand playground" -l port -d 'The port to listen on, instead of any that is free' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand playground" -l no-open -d 'Only print the address; open no browser'
complete -c pygloss -n "__fish_pygloss_using_subcommand playground" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand playground" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand rewrite" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand rewrite" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l base -d 'Ask git for the change since this commit, from where the two histories part' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l head -d 'With --base: the change up to this commit, instead of the files as they are now' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l root -d 'The folder that the paths of the diff begin in; else the git work tree around this folder' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l format -d 'How it is printed' -r -f -a "text\t'For a terminal'
markdown\t'To be posted as a comment'
github\t'Workflow commands, which GitHub shows as annotations'
sarif\t'SARIF 2.1.0'
json\t'An array of the objects that `pygloss scan` prints, with the facts; rows and columns from 1, in code points'"
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l level -d 'The least level of what is explained' -r -f -a "beginner\t'Everything'
intermediate\t'What somebody who writes Python may want explained'
advanced\t'What somebody who writes libraries may want explained'"
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l exit-code -d 'End with 1 if anything is introduced'
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand review" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -l format -d 'How each is printed' -r -f -a "text\t'PATH:ROW:COLUMN: CONCEPT'
jsonl\t'One JSON object a line; rows and columns from 1, in code points'"
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -l insights -d 'Only what is known of this very code: each fact, with its sentence'
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -l summary -d 'Each concept once: how often it is there, in how many files, and where first'
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand setup" -l write -d 'Put the configuration in place; a file that exists is never changed'
complete -c pygloss -n "__fish_pygloss_using_subcommand setup" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand setup" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand list" -l format -d 'How they are printed' -r -f -a "text\t'By area'
json\t'An array of objects'"
complete -c pygloss -n "__fish_pygloss_using_subcommand list" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand list" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -l format -d 'How it is printed' -r -f -a "text\t'By area'
json\t'An array of objects'"
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -l know -d 'Say that you know a concept, as "I know this" does in an editor; may be given several times' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -l again -d 'Have a concept explained again; may be given several times' -r
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand progress" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c pygloss -n "__fish_pygloss_using_subcommand new" -l dir -d 'The folder it is written to' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand new" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand new" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand check" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand check" -l standalone -d 'Let the files refer to each other alone, not to built-in concepts'
complete -c pygloss -n "__fish_pygloss_using_subcommand check" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand check" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand book" -l out -d 'The folder it is written to' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand book" -l pack -d 'A folder of concept files of your own, beside the built-in ones; may be given several times' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand book" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand book" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand completions" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand completions" -s h -l help -d 'Print help'
complete -c pygloss -n "__fish_pygloss_using_subcommand man" -l out -d 'Write it, and a page for each command, into this folder instead' -r -F
complete -c pygloss -n "__fish_pygloss_using_subcommand man" -l stdio -d 'Accepted for editors that add it; the server speaks over standard input and output anyway'
complete -c pygloss -n "__fish_pygloss_using_subcommand man" -s h -l help -d 'Print help'
