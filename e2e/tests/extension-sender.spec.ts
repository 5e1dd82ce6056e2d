import { expect } from 'playwright/test';
import { test } from './extension/fixtures.ts';
import { plainSite } from './extension/plain-site.ts';

// Only the body identifies the sender of this 421, and only DevTools has the body.
const refused = {
  name: 'guarded',
  story: 'refuses every host name but its own list',
  certificate: plainSite.hosts[0]?.certificate ?? '',
  fault: { when: 'always', status: 421, body: 'Invalid Host header' },
} as const;

test.use({ site: { ...plainSite, hosts: [...plainSite.hosts, refused] } });

test('the panel identifies the sender of a visible 421 by the body from DevTools', async ({
  chromium,
  lab,
  panel,
  get,
}) => {
  await chromium.page.goto(lab.url);
  await get(chromium.page, '/x', 'guarded');
  await panel.evaluate(() => {
    const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
    tabs.find((tab) => tab.textContent?.startsWith('Findings'))?.click();
  });
  const finding = () =>
    panel.evaluate(() => document.querySelector('.finding-error')?.textContent ?? 'no finding');
  await expect.poll(finding).toContain('Sent by: an application with a list of allowed hosts (inferred 80 %');
  // Such lists compare the Host header, which has the port.
  const host = `guarded.${plainSite.domain}:${new URL(lab.url).port}`;
  await expect.poll(finding).toContain(`Add ${host} to the application's allowed hosts.`);
});
