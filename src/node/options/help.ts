export const USAGE = `Usage: coalescope analyze [FILE…] [options]
       coalescope record URL [options] [-- flags for the browser]
       coalescope attach [--port 9222] [options]
       coalescope probe URL --sni HOST [options]`;

export const HELP = `${USAGE}

Shows which HTTP connection carried each request, which requests were coalesced onto another
origin's connection, which were misdirected (421), and where they were sent again.

analyze: FILE is a HAR, a Chromium NetLog or another capture that Coalescope reads, also packed with
gzip; what it is, is found by looking inside. "-", or no FILE, is standard input.

  -f, --format text|json|har  what to print: a table for people (default), the report as JSON (one
                              object, or one a line for several files), or an annotated HAR
  -o, --output FILE           write to FILE instead of standard output
      --join                  the files are of one run (a NetLog and a HAR): make one capture of them

record: starts a Chrome, Chromium or Edge with a new profile of its own, opens URL, and records until
the browser is closed or Ctrl-C. Prints the report, and writes the NetLog, an annotated HAR and the
report into a folder. Nothing is inferred: the browser's own log tells every attempt.

      --chrome PATH           the browser to start; CHROME_PATH, or one in the usual places
      --headless              without a window (so it is where there is no display)

attach: records a browser that runs already, started with --remote-debugging-port=PORT and a
--user-data-dir of its own. Whoever can reach that port controls the browser.

  -p, --port PORT             where it listens (9222)
      --host HOST             on which machine (127.0.0.1)

record and attach:

  -o, --output DIR            the folder to write into; a new one here unless you name one
      --seconds N             end after N seconds
      --until-idle            end when no request was under way for two seconds

probe: asks the server for URL on a connection opened for HOST, as a browser does that shares it, and
on one of its own; says who answers, how the answers differ, and what to change. No browser.

      --sni HOST              the host whose connection is shared
      --ip ADDRESS            where both are; left out: what the names resolve to
  -k, --insecure              take any certificate
      --timeout N             seconds to wait for each answer (10)
  -f, --format text|json      what to print

All of them:

      --fail-on error|warning exit with 1 when there is a finding as bad as that, or worse
      --full                  keep cookies, credentials, bodies and query values; they are taken out
                              of everything that is printed or written unless you ask for them (the
                              browser's own log is written as the browser wrote it)
      --all                   text: list every request, not only those that something happened to
      --no-color              text: no colour (colour is used on terminals only)
  -h, --help                  show this
  -V, --version               show the version

Exit status: 0 done; 1 --fail-on found something; 2 something could not be read or written, no
browser could be recorded, or the command line is wrong.
`;
