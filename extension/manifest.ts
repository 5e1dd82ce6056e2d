import type { ManifestV3Export } from '@crxjs/vite-plugin';
import type chromeManifest from '../manifest.json';

export type Browser = 'chrome' | 'firefox';

/** The manifest for one browser. manifest.json is Chrome's; this function makes the changes for Firefox. */
export function manifestFor(browser: Browser, manifest: typeof chromeManifest): ManifestV3Export {
  const { $schema: _editorsOnly, ...chrome } = manifest;
  if (browser === 'chrome') return chrome as ManifestV3Export;
  const { key: _chromeOnly, minimum_chrome_version: _chromeToo, background, permissions, ...common } = chrome;
  return {
    ...common,
    // Firefox runs an event page and rejects a manifest with only a service worker.
    background: { scripts: [background.service_worker], type: 'module' },
    // Firefox has no chrome.debugger. It gives certificates only to a blocking listener, and addresses through `dns`.
    permissions: [...permissions.filter((name) => name !== 'debugger'), 'dns', 'webRequestBlocking'],
    browser_specific_settings: {
      gecko: {
        id: 'coalescope@coalescope.example',
        // The first version that knows the key below on desktop and Android. Everything else it needs is older.
        strict_min_version: '142.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  } as unknown as ManifestV3Export;
}
