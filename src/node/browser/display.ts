/** Whether windows can be shown: always on a desktop system, with a display server on the others. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return process.env.CI === undefined;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
