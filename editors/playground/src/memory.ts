/** What this tab of the browser remembers until it is closed: theme, level, the text. It never leaves the tab. */

type Key = 'theme' | 'level' | `text:${string}`;

export function recall(key: Key): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: Key, value: string | undefined): void {
  try {
    if (value === undefined) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, value);
    }
  } catch {
    // A browser may refuse, or have no room: then nothing is remembered.
  }
}
