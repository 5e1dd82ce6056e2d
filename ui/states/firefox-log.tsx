/** How to record the log of Firefox, the only source that shows everything there. */
export function FirefoxLog() {
  return (
    <details class="how-to">
      <summary>How to record a Firefox log</summary>
      <ol>
        <li>
          Open <code>about:logging</code>, choose the preset <b>Networking</b> and “Logging to a file”, and
          start logging.
        </li>
        <li>
          Load the page, then stop logging. <code>about:logging</code> shows the file’s location.
        </li>
        <li>
          Drop the <code>.moz_log</code> file here: all its numbered parts together, and a HAR of the same run
          if you have one.
        </li>
      </ol>
      <p class="faint">
        The log contains cookies and every URL that was visited. Exports from Coalescope omit secrets; do not
        share the log itself.
      </p>
    </details>
  );
}
