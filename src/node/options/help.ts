export const USAGE = `Usage: coalescope analyze [FILE…] [options]
       coalescope record URL [options] [-- browser flags]
       coalescope attach [--port 9222] [options]
       coalescope probe URL --sni HOST [options]`;

export const HELP = `${USAGE}

Shows which HTTP connection carried each request, which requests were coalesced onto another
origin's connection, which were misdirected (421), and where they were sent again.

analyze: reads a HAR, a Chromium NetLog or another supported capture, plain or gzipped, and reports
on it. The kind of file is recognised by its content. Without FILE, or with "-", it reads standard
input.

  -f, --format text|json|har  output format: a readable report (default), the report as JSON (one
                              object per line for several files), or an annotated HAR
  -o, --output FILE           write to FILE instead of standard output
      --finding N             print one finding in full, by its number in the report or its id
      --join                  treat the files as one capture: a NetLog and a HAR of the same run

record: starts Chrome, Chromium or Edge with a new profile, opens URL, and records until you close
the browser or press Ctrl-C. Prints the report, and writes the NetLog, an annotated HAR and the
report to a folder. Every attempt is observed in the browser's own log.

      --chrome PATH           browser to start (default: CHROME_PATH, or one in the usual places)
      --headless              run without a window (the default if there is no display)

attach: records a browser that is already running. It must have been started with
--remote-debugging-port=PORT and its own --user-data-dir. Anyone who can reach that port controls
the browser.

  -p, --port PORT             debugging port (default: 9222)
      --host HOST             machine the browser runs on (default: 127.0.0.1)
      --timeout N             seconds for the browser to respond (default: 10)

record and attach:

  -o, --output DIR            folder to write to (default: a new one in the current folder)
      --seconds N             stop after N seconds
      --until-idle            stop when no request has been in progress for two seconds

probe: requests URL on a connection opened for HOST, as a browser that shares the connection does,
and again on a connection of its own. Reports who responded, how the responses differ, and what to
change. No browser is needed.

      --sni HOST              host whose connection is shared
      --no-sni                send no server name instead, as some proxies and old clients do
      --connect ADDRESS[:PORT]
                              server to connect to, for example the one behind a proxy (default:
                              the addresses that DNS returns, and the port of URL)
      --ip ADDRESS            the same, without a port
      --alpn h2|http/1.1      offer only this protocol (default: both)
      --with HOST             request URL's host and HOST in turn, in both orders, on one
                              connection; may be repeated. Shows whether the order decides
  -k, --insecure              accept any certificate
      --timeout N             seconds for the whole probe (default: 10)
  -f, --format text|json      output format (default: text)

All commands:

      --fail-on error|warning exit with 1 if there is a finding of this severity or worse
      --full                  keep cookies, credentials, bodies and query values, which are
                              otherwise removed from all output (not from the browser's own log,
                              which is written unchanged)
  -v, --verbose               text: everything about every finding, and the tables of connections and
                              requests, instead of an overview
      --all                   text: the same, with every request instead of only the notable ones
      --no-color              text: no colour (colour is used only on terminals)
  -h, --help                  show this help
  -V, --version               show the version

Exit status: 0 success; 1 --fail-on found something; 2 something could not be read or written, no
browser could be recorded, or the command line is wrong.
`;
