import type { Answer, LabSite } from '../../lab/site.ts';

/** Two hosts without a story: the tests make every request themselves. */
export const plainSite: LabSite = {
  domain: 'plain.localhost',
  certificates: { all: ['*.{domain}'] },
  hosts: [
    {
      name: 'www',
      story: 'The page.',
      certificate: 'all',
      files: {
        '/': page('one'),
        '/two': page('two'),
        '/blank.svg': { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      },
    },
    {
      name: 'slow',
      story: 'Takes its time.',
      certificate: 'all',
      delay: 1_500,
      files: { '/next': html('next', '') },
    },
    {
      name: 'strict',
      story: 'Misdirected always.',
      certificate: 'all',
      fault: { when: 'always', status: 421 },
    },
  ],
};

function page(title: string): Answer {
  return html(title, `<img src="/blank.svg?${title}">`);
}

/** The icon is given, so that the browser does not ask for one. */
function html(title: string, content: string): Answer {
  const body = `<!doctype html><title>${title}</title><link rel="icon" href="data:,">${content}`;
  return { type: 'text/html; charset=utf-8', body };
}
