import type { ManifestV3Export } from '@crxjs/vite-plugin';
import type chromeManifest from '../manifest.json';

export type Browser = 'chrome' | 'firefox';

/** The manifest of one browser. manifest.json is Chrome's; what differs elsewhere is said here. */
export function manifestFor(browser: Browser, manifest: typeof chromeManifest): ManifestV3Export {
  const { $schema: _editorsOnly, ...chrome } = manifest;
  if (browser === 'chrome') return chrome as ManifestV3Export;
  const { key: _chromeOnly, minimum_chrome_version: _chromeToo, background, permissions, ...common } = chrome;
  return {
    ...common,
    // Firefox runs an event page and refuses a manifest that has a service worker only.
    background: { scripts: [background.service_worker], type: 'module' },
    // There is no chrome.debugger in Firefox. It tells certificates to a blocking listener only, and names by `dns`.
    permissions: [...permissions.filter((name) => name !== 'debugger'), 'dns', 'webRequestBlocking'],
    browser_specific_settings: {
      gecko: {
        id: 'coalescope@coalescope.example',
        // The first whose desktop and Android versions both know the key below; all else it needs is older.
        strict_min_version: '142.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  } as unknown as ManifestV3Export;
}
