import { type ReadonlySignal, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

/** The theme API of DevTools. Chrome and Firefox report a change in different ways, and some versions do not report it. */
interface ThemedPanels {
  readonly themeName?: string;
  setThemeChangeHandler?(handler: (theme: string) => void): void;
  readonly onThemeChanged?: { addListener(handler: (theme: string) => void): void };
}

/** The theme of DevTools, which may differ from the system's. */
export function devtoolsTheme(panels: ThemedPanels): ReadonlySignal<Theme> {
  const theme = signal<Theme>(themeNamed(panels.themeName));
  const change = (name: string) => {
    theme.value = themeNamed(name);
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

function themeNamed(name: string | undefined): Theme {
  return name === 'dark' ? 'dark' : 'light';
}
