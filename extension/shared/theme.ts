import { type ReadonlySignal, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

/** What DevTools tells of its theme; Chrome and Firefox tell of a change in different ways, and not all versions do. */
interface ThemedPanels {
  readonly themeName?: string;
  setThemeChangeHandler?(handler: (theme: string) => void): void;
  readonly onThemeChanged?: { addListener(handler: (theme: string) => void): void };
}

/** DevTools' own theme, which need not be the system's. */
export function devtoolsTheme(panels: ThemedPanels): ReadonlySignal<Theme> {
  const theme = signal<Theme>(named(panels.themeName));
  const change = (name: string) => {
    theme.value = named(name);
  };
  if (panels.onThemeChanged !== undefined) panels.onThemeChanged.addListener(change);
  else panels.setThemeChangeHandler?.(change);
  return theme;
}

/** The system's theme, for an ordinary page. */
export function systemTheme(): ReadonlySignal<Theme> {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = signal<Theme>(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', () => {
    theme.value = dark.matches ? 'dark' : 'light';
  });
  return theme;
}

function named(name: string | undefined): Theme {
  return name === 'dark' ? 'dark' : 'light';
}
