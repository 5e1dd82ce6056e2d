/** What is used of `navigator`; `userAgentData` is Chromium's only. */
interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly platform: string;
    readonly brands: readonly { readonly brand: string }[];
  };
}

/** Chromium and all that is made of it: it has a debugging port that gives its own log, and a debugger for extensions. */
export function isChromium(agent: Agent): boolean {
  return agent.userAgentData !== undefined;
}

/**
 * The command that starts this kind of browser so that the extension may use its debugging port. The folder of its
 * own is not a choice: since version 136 Chrome ignores the port for the everyday profile.
 */
export function commandLine(port: number, origin: string, { userAgentData: agent }: Agent): string {
  const flags = [`--remote-debugging-port=${port}`, `--remote-allow-origins=${origin}`];
  const isChrome = agent?.brands.some(({ brand }) => brand === 'Google Chrome') ?? false;
  const name = isChrome ? 'Google Chrome' : 'Chromium';
  switch (agent?.platform) {
    case 'macOS':
      return `open -na "${name}" --args ${flags.join(' ')} --user-data-dir="$HOME/coalescope-profile"`;
    case 'Windows':
      return `start ${isChrome ? 'chrome' : 'chromium'} ${flags.join(' ')} --user-data-dir="%USERPROFILE%\\coalescope-profile"`;
    default:
      return `${isChrome ? 'google-chrome' : 'chromium'} ${flags.join(' ')} --user-data-dir="$HOME/coalescope-profile"`;
  }
}
