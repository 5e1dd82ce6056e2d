import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Preference = string | number | boolean;

/** No traffic except the test's own, and no first-run pages. Other services are redirected to a closed local port. */
const QUIET: Readonly<Record<string, Preference>> = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.contentblocking.report.lockwise.enabled': false,
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.search.update': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.startup.page': 0,
  'captivedetect.canonicalURL': '',
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'geo.provider.network.url': '',
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'security.OCSP.enabled': 0,
  'services.settings.server': 'http://127.0.0.1:9/',
  'termsofuse.bypassNotification': true,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
  // The lab listens on IPv4 only, but *.localhost also resolves to IPv6.
  'network.dns.disableIPv6': true,
  'marionette.port': 0,
};

export interface ProfileOptions {
  readonly dark?: boolean;
  readonly downloadDir: string;
  readonly preferences?: Readonly<Record<string, Preference>>;
}

/** Writes the preferences of a new profile. */
export async function writeProfile(profile: string, options: ProfileOptions): Promise<void> {
  const { dark = false, downloadDir, preferences = {} } = options;
  const all: Record<string, Preference> = {
    ...QUIET,
    'devtools.theme': dark ? 'dark' : 'light',
    'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    // Downloads go into one folder without a prompt.
    'browser.download.folderList': 2,
    'browser.download.dir': downloadDir,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
    ...preferences,
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
}
