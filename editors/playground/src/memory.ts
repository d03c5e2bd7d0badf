/**
 * What the browser remembers. Level and text: until the tab is closed. The theme: as long as the browser keeps it, under the name that the book uses too.
 * None of it leaves the browser.
 */

type Key = 'level' | `text:${string}`;

const THEME = 'pygloss-theme';

export function recall(key: Key): string | undefined {
  return quietly(() => sessionStorage.getItem(key) ?? undefined);
}

export function remember(key: Key, value: string | undefined): void {
  quietly(() => {
    put(sessionStorage, key, value);
  });
}

/** The theme that was chosen; nothing where it is the system's. */
export function recallTheme(): 'light' | 'dark' | undefined {
  const theme = quietly(() => localStorage.getItem(THEME));
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

export function rememberTheme(theme: string): void {
  quietly(() => {
    put(localStorage, THEME, theme === 'auto' ? undefined : theme);
  });
}

function put(storage: Storage, key: string, value: string | undefined): void {
  if (value === undefined) {
    storage.removeItem(key);
  } else {
    storage.setItem(key, value);
  }
}

/** A browser may refuse, or have no room: then nothing is remembered. */
function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
