// Before anything is shown: the theme that the reader chose, where it is not the system's.
try {
  const theme = localStorage.getItem('pygloss-theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch {
  // No memory here; the system's theme it is.
}
