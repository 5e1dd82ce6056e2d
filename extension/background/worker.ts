import browser from 'webextension-polyfill';

console.warn(browser.runtime.id);
