export const USAGE = 'Usage: coalescope analyze [FILE…] [options]';

export const HELP = `${USAGE}

Shows which HTTP connection carried each request, which requests were coalesced onto another
origin's connection, which were misdirected (421), and where they were sent again.

FILE is a HAR, a Chromium NetLog or another capture that Coalescope reads, also packed with gzip;
what it is, is found by looking inside. "-", or no FILE, is standard input.

  -f, --format text|json|har  what to print: a table for people (default), the report as JSON (one
                              object, or one a line for several files), or an annotated HAR
  -o, --output FILE           write to FILE instead of standard output
      --fail-on error|warning exit with 1 when there is a finding as bad as that, or worse
      --join                  the files are of one run (a NetLog and a HAR): make one capture of them
      --full                  keep cookies, credentials, bodies and query values; they are taken out
                              of everything that is printed or written unless you ask for them
      --all                   text: list every request, not only those that something happened to
      --no-color              text: no colour (colour is used on terminals only)
  -h, --help                  show this
  -V, --version               show the version

Exit status: 0 done; 1 --fail-on found something; 2 something could not be read or written, or the
command line is wrong.
`;
