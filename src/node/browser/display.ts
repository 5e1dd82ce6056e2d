/** Whether windows can be shown: on macOS and Windows unless in CI, elsewhere if there is a display server. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return process.env.CI === undefined;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
