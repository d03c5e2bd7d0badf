" What is checked in Vim; run by `run` beside it. Lines go to $RESULT.

let s:lines = []

function! s:Check(name, passed, came) abort
  call add(s:lines, (a:passed ? 'ok - ' : 'not ok - ') . a:name)
  if !a:passed
    call add(s:lines, '#   came: ' . string(a:came))
  endif
  call writefile(s:lines, $RESULT)
endfunction

" Waits until Check() returns something that is not empty, and returns that.
function! s:Wait(Check) abort
  let l:until = reltime()
  while reltimefloat(reltime(l:until)) < 60
    let l:found = a:Check()
    if !empty(l:found)
      return l:found
    endif
    sleep 20m
  endwhile
  return ''
endfunction

function! s:Preview() abort
  for l:window in range(1, winnr('$'))
    if getwinvar(l:window, '&previewwindow')
      return join(getbufline(winbufnr(l:window), 1, '$'), "\n")
    endif
  endfor
  return ''
endfunction

function! s:Test() abort
  let l:all = map(copy(ale#linter#Get('python')), 'v:val.name')
  call s:Check('ALE knows pygloss, beside its other servers', index(l:all, 'pygloss') >= 0 && len(l:all) > 3, l:all)
  let l:root = PyglossRoot(bufnr(''))
  call s:Check('the root of the project is found', l:root ==# getcwd(), l:root)
  call cursor(1, 1)
  call search('^\s*\zswith\>', 'cW')
  " ALE asks servers that have started; the question is repeated until one has.
  let l:text = s:Wait({-> [execute('ALEHover'), s:Preview()][1]})
  call s:Check('hovering `with` shows the tip', l:text =~# 'Python docs' && l:text =~# 'with', l:text)
  pclose
  call append(0, 'squares = [number for number in range(3)]')
  call cursor(1, 11)
  let l:text = s:Wait({-> [execute('ALEHover'), s:Preview() =~# 'comprehension' ? s:Preview() : ''][1]})
  call s:Check('what was typed is known', !empty(l:text), s:Preview())
  call add(s:lines, 'done')
  call writefile(s:lines, $RESULT)
endfunction

try
  call s:Test()
catch
  call s:Check('the test itself', 0, v:exception . ' at ' . v:throwpoint)
endtry
qall!
