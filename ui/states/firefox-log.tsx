/** How to get the one log that tells everything in Firefox. */
export function FirefoxLog() {
  return (
    <details class="how-to">
      <summary>How to record Firefox’s log</summary>
      <ol>
        <li>
          Open <code>about:logging</code>, choose the preset <b>Networking</b> and “Logging to a file”, and
          start.
        </li>
        <li>Load the page, then stop logging. The file’s place is shown there.</li>
        <li>
          Drop the file here: <code>.moz_log</code>, all its numbered parts together, a HAR of the same run
          beside it.
        </li>
      </ol>
      <p class="faint">
        It holds cookies and every address that was visited. Exports from here leave secrets out; never pass
        on the log itself.
      </p>
    </details>
  );
}
