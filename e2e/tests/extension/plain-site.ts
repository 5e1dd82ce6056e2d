import type { Answer, LabSite } from '../../lab/site.ts';

/** A site without stories: the tests send every request themselves. */
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
      story: 'Responds slowly.',
      certificate: 'all',
      delay: 1_500,
      files: { '/next': html('next', '') },
    },
    {
      name: 'strict',
      story: 'Always misdirected.',
      certificate: 'all',
      fault: { when: 'always', status: 421 },
    },
  ],
};

function page(title: string): Answer {
  return html(title, `<img src="/blank.svg?${title}">`);
}

/** Includes an icon, so that the browser does not request one. */
function html(title: string, content: string): Answer {
  const body = `<!doctype html><title>${title}</title><link rel="icon" href="data:,">${content}`;
  return { type: 'text/html; charset=utf-8', body };
}
