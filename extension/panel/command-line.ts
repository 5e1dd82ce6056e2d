/** The part of `navigator` that is used. Only Chromium has `userAgentData`. */
interface Agent {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly platform: string;
    readonly brands: readonly { readonly brand: string }[];
  };
}

/** Chromium, or a browser based on it: these have a debugging port that provides their own log, and `chrome.debugger`. */
export function isChromium(agent: Agent): boolean {
  return agent.userAgentData !== undefined;
}

/**
 * The command that starts this browser so that the extension may use its debugging port. It needs a separate profile
 * folder: since version 136, Chrome ignores the port for the default profile.
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
