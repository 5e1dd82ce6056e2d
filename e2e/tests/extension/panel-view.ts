import type { DevToolsPanel } from '../../drivers/devtools-panel.ts';

/** What the panel shows, read from the page as a person would. */
export class PanelView {
  readonly panel: DevToolsPanel;

  constructor(panel: DevToolsPanel) {
    this.panel = panel;
  }

  /** The requests of the table, as "METHOD host path", in its order. */
  async requests(): Promise<string[]> {
    await this.showTab('Requests');
    return this.panel.evaluate(() => {
      const grid = document.querySelector('.grid.requests');
      const heads = [...(grid?.querySelectorAll('[role=columnheader]') ?? [])];
      const column = (name: string) => heads.findIndex((head) => head.textContent?.trim().startsWith(name));
      const at = ['Method', 'Host', 'Path'].map(column);
      return [...(grid?.querySelectorAll('.grid-body [role=row]') ?? [])].map((row) => {
        const cells = [...row.querySelectorAll('[role=gridcell]')];
        return at.map((index) => cells[index]?.textContent?.trim() ?? '?').join(' ');
      });
    });
  }

  /** Only their paths, sorted. */
  async paths(): Promise<string[]> {
    return (await this.requests()).map((request) => request.split(' ').at(-1) ?? '').sort();
  }

  /** The strip of numbers. */
  summary(): Promise<string> {
    return this.panel.evaluate(() => document.querySelector('.summary')?.textContent ?? '');
  }

  /** Clicks the button that starts with these words. */
  press(words: string): Promise<void> {
    return this.panel.evaluate((wanted) => {
      const buttons = [...document.querySelectorAll('button')];
      const name = (button: HTMLElement) => button.ariaLabel ?? button.textContent?.trim() ?? '';
      const button = buttons.find((candidate) => name(candidate).startsWith(wanted));
      if (button === undefined) throw new Error(`no button ${wanted}`);
      button.click();
    }, words);
  }

  toggleKeepLog(): Promise<void> {
    return this.panel.click('.check input');
  }

  isPressed(label: string): Promise<boolean> {
    return this.panel.evaluate(
      (wanted) => document.querySelector(`[aria-label="${wanted}"]`)?.ariaPressed === 'true',
      label,
    );
  }

  deep(): Promise<string> {
    return this.panel.evaluate(() => document.querySelector('button.deep')?.textContent ?? '');
  }

  /** The names in the certificate of the first connection, from its details. */
  async certificateNames(): Promise<string[]> {
    return this.panel.evaluate(async () => {
      const tab = [...document.querySelectorAll('[role=tab]')].find((one) =>
        one.textContent?.startsWith('Conn'),
      );
      if (tab instanceof HTMLElement) tab.click();
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      const row = document.querySelector('.grid.connections .grid-body [role=row]');
      if (row instanceof HTMLElement) row.click();
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      return [...document.querySelectorAll('[aria-label="Names in the certificate"] li')].map(
        (name) => name.textContent ?? '',
      );
    });
  }

  showTab(name: string): Promise<void> {
    return this.panel.evaluate(async (wanted) => {
      const tab = [...document.querySelectorAll('[role=tab]')].find((one) =>
        one.textContent?.startsWith(wanted),
      );
      if (!(tab instanceof HTMLElement) || tab.ariaSelected === 'true') return;
      tab.click();
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    }, name);
  }
}
