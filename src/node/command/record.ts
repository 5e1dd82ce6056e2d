import { CaptureBuilder } from '../../model/builder/builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EndpointClient, EndpointError } from '../../sources/endpoint/client.ts';
import { listenToPages } from '../../sources/endpoint/pages.ts';
import { createIntake } from '../../sources/intake/intake.ts';
import { asString } from '../../sources/json.ts';
import { hasDisplay } from '../browser/display.ts';
import { findChrome } from '../browser/find-chrome.ts';
import { type LaunchedBrowser, launchBrowser } from '../browser/launch-chrome.ts';
import { InputError, readInput } from '../input/read-input.ts';
import { decodeUtf8 } from '../input/utf8.ts';
import { readCertificate } from '../input/x509.ts';
import type { RecordOptions } from '../options/recording-options.ts';
import { Interrupt } from '../recording/interrupt.ts';
import { howItEnds, recordingEnd } from '../recording/recording-end.ts';
import { makeFolder, moveInto, writeRecording } from '../recording/recording-files.ts';
import { inTime, TimeLeft, within } from '../time-left.ts';
import { type Complain, type Exit, orComplain } from './exit.ts';

/**
 * Runs `coalescope record`: starts a browser that writes a NetLog, waits until it is closed or Ctrl-C, and then writes
 * the NetLog, an annotated HAR and the reports to a folder. `complain` reports progress and errors.
 */
export async function runRecord(options: RecordOptions, complain: Complain): Promise<Exit> {
  const interrupt = new Interrupt(complain);
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
  const output = await makeFolder(options.output, name);
  const folder = output.path;
  const headless = options.headless || !hasDisplay();
  try {
    const browser = await interrupt.before(launchBrowser({ chrome, headless, sensitive: full, flags }));
    const builder = new CaptureBuilder();
    const netLog = await recorded(browser, builder, { folder, name, options, interrupt, headless, complain });
    const read = { name: 'The NetLog', decode: decodeUtf8, readCertificate };
    const intake = createIntake((evidence) => builder.apply(evidence), read);
    await readInput(netLog, intake);
    const exit = await writeRecording(folder, name, builder.snapshot(), options);
    complain(`wrote netlog.json, capture.har, report.json and report.txt to ${folder}`);
    return exit;
  } finally {
    await output.discard();
  }
}

interface Recording {
  readonly folder: string;
  readonly name: string;
  readonly options: RecordOptions;
  readonly interrupt: Interrupt;
  readonly headless: boolean;
  readonly complain: Complain;
}

/** Records until the end, closes the browser, and returns where its NetLog is now. */
async function recorded(
  browser: LaunchedBrowser,
  builder: CaptureBuilder,
  { folder, name, options, interrupt, headless, complain }: Recording,
): Promise<string> {
  const { url } = options;
  try {
    const late = (ms: number) => `the browser opened no page ${within(ms)}`;
    const opened = inTime(firstPage(browser.client, builder), new TimeLeft(PAGE_TIMEOUT_MS), late);
    const page = await interrupt.before(opened);
    complain(`recording ${name}${headless ? ' without a window' : ''}; ${howItEnds(options, !headless)}`);
    void visit(browser.client, page.sessionId, url).then((why) => why !== null && complain(`${url}: ${why}`));
    await Promise.race([page.allClosed, recordingEnd(browser.client, interrupt, options)]);
    await browser.close();
    return await moveNetLog(browser, folder);
  } finally {
    await browser.close();
    await browser.remove();
  }
}

/** For the page that a new browser opens with. */
const PAGE_TIMEOUT_MS = 60_000;

/** @throws InputError (rejects) when it cannot be moved; it then stays where it is, and the message says where */
async function moveNetLog(browser: LaunchedBrowser, folder: string): Promise<string> {
  try {
    return await moveInto(folder, browser.netLogPath, 'netlog.json');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await browser.keepNetLog();
    throw new InputError(`${error.message}. The recording is still in ${browser.netLogPath}`, {
      cause: error,
    });
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
