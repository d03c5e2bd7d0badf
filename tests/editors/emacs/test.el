;;; test.el --- pygloss in a real Emacs, through eglot and `pygloss proxy'  -*- lexical-binding: t; -*-

;; Run by `run' beside it, in a folder with main.py; PYGLOSS_EL is the configuration that `pygloss setup emacs --write' wrote.

;; eglot of Debian lies beside Emacs; later ones have it inside.
(dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa-src/*"))
  (add-to-list 'load-path folder))
(require 'cl-lib)
(load (getenv "PYGLOSS_EL") nil t)
(require 'eglot)
(setq eglot-sync-connect 60 eglot-connect-timeout 120 eglot-autoshutdown nil eglot-extend-to-xref nil)

(defvar test-failed nil)
(defvar test-said nil "The last message that a server had shown.")
(defun test-listen (server)
  "Keep what SERVER has shown."
  (let ((before (slot-value server '-notification-dispatcher)))
    (setf (slot-value server '-notification-dispatcher)
          (lambda (server method params)
            (when (string-match-p "showMessage" (format "%s" method))
              (setq test-said (plist-get params :message)))
            (funcall before server method params)))))

(defun test-check (name passed came)
  "Say whether the check NAME PASSED, and else what CAME."
  (princ (format "%s - %s\n" (if passed "ok" "not ok") name))
  (unless passed
    (setq test-failed t)
    (princ (format "#   came: %S\n" came))))

(defun test-wait (what)
  "Wait until the function WHAT returns something, and return that."
  (let ((deadline (time-add nil 60)) found)
    (while (and (not (setq found (funcall what))) (time-less-p nil deadline))
      (accept-process-output nil 0.02))
    found))

(defun test-on (text)
  "Put the cursor on the first TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun test-connect ()
  "Start the server for the current buffer as `M-x eglot' does."
  (apply #'eglot--connect (eglot--guess-contact))
  (eglot--maybe-activate-editing-mode)
  (test-wait #'eglot-current-server))

(defun test-ask (method &optional params)
  "Ask the server METHOD about the cursor, with PARAMS more."
  (jsonrpc-request (eglot-current-server) method (append (eglot--TextDocumentPositionParams) params) :timeout 60))

(defun test-answers ()
  "What the other server says, asked in several ways."
  (list
   (progn (test-on "area(Point") (test-ask :textDocument/definition))
   (test-ask :textDocument/references '(:context (:includeDeclaration t)))
   (test-ask :textDocument/documentHighlight)
   (test-ask :textDocument/documentSymbol)
   (test-ask :textDocument/foldingRange)
   (progn (test-on "p.x") (test-ask :textDocument/hover))))

(defun test-runs (pid)
  "Whether the process PID runs; one that nobody has reaped yet does not."
  (let ((state (cdr (assq 'state (process-attributes pid)))))
    (and state (not (equal state "Z")))))

(defun test-end (server)
  "Shut SERVER down; whether its process and that of the other server are gone."
  (let* ((process (jsonrpc--process server))
         (pid (process-id process))
         (others (cl-remove-if-not (lambda (other) (equal pid (cdr (assq 'ppid (process-attributes other))))) (list-system-processes))))
    (ignore-errors (eglot-shutdown server nil 20))
    (test-wait (lambda () (not (cl-some #'test-runs (cons pid others)))))
    (and others (not (cl-some #'test-runs (cons pid others))))))

(defun test-main ()
  "All checks."
  (let (proxied alone)
    (find-file "main.py")
    ;; eglot drops answers for a buffer that no window shows.
    (set-window-buffer (selected-window) (current-buffer))
    (test-check "the configuration is taken: pygloss stands in front of ty"
                (equal (cdr (pygloss-contact)) '("proxy" "--" "ty" "server"))
                (pygloss-contact))
    (let ((server (test-connect)))
      (test-listen server)
      (test-check "eglot connects, and sees the other server" (equal (plist-get (eglot--server-info server) :name) "ty") (eglot--server-info server))
      (test-on "lru_cache\n")
      (let (shown)
        (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown (or text "nothing"))))
        (test-wait (lambda () shown))
        (test-check "a hover has the type checker's text and ours below" (string-match-p "lru_cache\\(.\\|\n\\)*Python docs" (or shown "")) shown)
        (test-check "the type checker's text is there" (string-match-p "Callable\\|def lru_cache" (or shown "")) shown))
      (let* ((actions (progn (test-on "undefined_name") (append (eglot-code-actions (point) (+ 3 (point))) nil)))
             (titles (mapcar (lambda (action) (plist-get action :title)) actions)))
        (test-check "a code action of the type checker is offered"
                    (cl-some (lambda (title) (not (string-prefix-p "Explain" title))) titles) titles))
      (let* ((actions (progn (test-on "__slots__") (append (eglot-code-actions (point) (point)) nil)))
             (ours (cl-find-if (lambda (action) (string-prefix-p "Explain: " (plist-get action :title))) actions)))
        (test-check "\"Explain\" is offered" ours actions)
        (let ((command (plist-get ours :command)))
          (jsonrpc-request server :workspace/executeCommand
                           (list :command (plist-get command :command) :arguments (plist-get command :arguments)) :timeout 60))
        (test-check "\"Explain\" shows the page or says where it is"
                    ;; What comes behind an answer jsonrpc.el may read only with the next one.
                    (test-wait (lambda () (with-current-buffer "main.py" (test-ask :textDocument/hover)) (or (string-suffix-p "dunder-slots.md" (or buffer-file-name ""))
                        (string-match-p "dunder-slots\\.md" (or test-said ""))
                        (get-file-buffer (expand-file-name "pygloss/pages/dunder-slots.md" (getenv "XDG_CACHE_HOME"))))))
                    test-said)
        (switch-to-buffer (get-file-buffer "main.py")))
      (goto-char (point-max))
      (insert "squares = [number for number in range(3)]\n")
      (test-on "[number")
      (let ((hover (progn (eglot--signal-textDocument/didChange) (test-ask :textDocument/hover))))
        (test-check "what was typed is known to both" (string-match-p "comprehension" (format "%S" hover)) hover))
      (setq proxied (test-answers))
      (test-check "shutting down ends both servers" (test-end server) nil))
    (let ((eglot-server-programs '((python-mode . ("ty" "server")))))
      (let ((server (test-connect)))
        (setq alone (test-answers))
        (test-end server)))
    (cl-loop for with in proxied for without in alone for index from 1
             do (test-check (format "answer %d of the type checker is unchanged" index) (and without (equal with without)) (list with without)))
    (set-buffer-modified-p nil)
    (kill-emacs (if test-failed 1 0))))

(condition-case problem
    (test-main)
  (error (princ (format "not ok - the test itself: %S\n" problem)) (kill-emacs 1)))
