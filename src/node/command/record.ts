import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { listenToPages } from '../../sources/endpoint/pages.ts';
import { createIntake } from '../../sources/intake/intake.ts';
import { asString } from '../../sources/json.ts';
import { hasDisplay } from '../browser/display.ts';
import { findChrome } from '../browser/find-chrome.ts';
import { launchBrowser } from '../browser/launch-chrome.ts';
import { readInput } from '../input/read-input.ts';
import { decodeUtf8 } from '../input/utf8.ts';
import { readCertificate } from '../input/x509.ts';
import type { RecordOptions } from '../options/recording-options.ts';
import { howItEnds, Interrupt, recordingEnd } from '../recording/recording-end.ts';
import { makeFolder, moveInto, writeRecording } from '../recording/recording-files.ts';
import { type Complain, type Exit, orComplain } from './exit.ts';

/**
 * Runs `coalescope record`: starts a browser that writes a NetLog, waits until it is closed or Ctrl-C, and then writes
 * the NetLog, an annotated HAR and the reports to a folder. `complain` reports progress and errors.
 */
export async function runRecord(options: RecordOptions, complain: Complain): Promise<Exit> {
  const interrupt = new Interrupt();
  try {
    return await orComplain(complain, () => record(options, interrupt, complain));
  } finally {
    interrupt.dispose();
  }
}

async function record(options: RecordOptions, interrupt: Interrupt, complain: Complain): Promise<Exit> {
  const { url, full, flags } = options;
  const chrome = findChrome(options.chrome);
  const name = new URL(url).host;
  const folder = await makeFolder(options.output, name);
  const headless = options.headless || !hasDisplay();
  const browser = await launchBrowser({ chrome, headless, sensitive: full, flags });
  try {
    const builder = new CaptureBuilder();
    const page = await firstPage(browser.client, builder);
    complain(`recording ${name}${headless ? ' without a window' : ''}; ${howItEnds(options, !headless)}`);
    void visit(browser.client, page.sessionId, url).then((why) => why !== null && complain(`${url}: ${why}`));
    await Promise.race([page.allClosed, recordingEnd(browser.client, interrupt, options)]);
    await browser.close();
    const read = { name: 'The NetLog', decode: decodeUtf8, readCertificate };
    await readInput(
      browser.netLogPath,
      createIntake((evidence) => builder.apply(evidence), read),
    );
    await moveInto(folder, browser.netLogPath, 'netlog.json');
    const exit = await writeRecording(folder, name, builder.snapshot(), options);
    complain(`wrote netlog.json, capture.har, report.json and report.txt to ${folder}`);
    return exit;
  } finally {
    await browser.close();
    await browser.remove();
  }
}

interface FirstPage {
  readonly sessionId: string;
  readonly allClosed: Promise<void>;
}

/** Listens to all pages, and returns the one that the browser opens with. */
function firstPage(client: EndpointClient, builder: CaptureBuilder): Promise<FirstPage> {
  return new Promise((resolve, reject) => {
    const allClosed = new Promise<void>((onLastClosed) => {
      const emit = (evidence: Evidence) => builder.apply(evidence);
      const onPage = (sessionId: string) => resolve({ sessionId, allClosed });
      listenToPages(client, { emit, onPage, onLastClosed }).catch(reject);
    });
    void client.closed.then(() => reject(new EndpointError('The browser exited before it opened a page.')));
  });
}

/** Opens the page. Returns why it could not be loaded, or null. */
async function visit(client: EndpointClient, sessionId: string, url: string): Promise<string | null> {
  try {
    return asString((await client.command('Page.navigate', { url }, sessionId)).errorText) || null;
  } catch (error) {
    // The page or the browser was closed meanwhile.
    if (error instanceof EndpointError) return null;
    throw error;
  }
}
