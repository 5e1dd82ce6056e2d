import browser from 'webextension-polyfill';

await browser.devtools.panels.create(
  'Coalescope',
  'extension/icons/icon-32.png',
  'extension/panel/panel.html',
);
