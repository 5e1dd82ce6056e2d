import type { ComponentChildren } from 'preact';
import { useStore } from '../store/context.ts';
import type { Tab } from '../store/store.ts';
import { formatCount } from '../text/format.ts';

const TABS: readonly Tab[] = ['requests', 'connections', 'matrix', 'findings'];

/** The four views of the lower half; the arrow keys move between the tabs. */
export function Tabs({ children }: { readonly children: ComponentChildren }) {
  const { tab } = useStore();
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const to = TABS[(TABS.indexOf(tab.value) + step + TABS.length) % TABS.length];
    if (to === undefined) return;
    tab.value = to;
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label="Views" class="tab-list" onKeyDown={onKeyDown}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            class="tab"
            aria-selected={tab.value === name}
            aria-controls="tab-panel"
            tabIndex={tab.value === name ? 0 : -1}
            onClick={() => {
              tab.value = name;
            }}
          >
            <TabLabel name={name} />
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" class="tab-panel" aria-labelledby={`tab-${tab.value}`}>
        {children}
      </div>
    </div>
  );
}

function TabLabel({ name }: { readonly name: Tab }) {
  const { findings } = useStore();
  if (name === 'requests') return 'Requests';
  if (name === 'connections') return 'Connections';
  if (name === 'matrix') {
    return (
      <>
        Origins<span class="tab-rest"> × connections</span>
      </>
    );
  }
  const worst = findings.value[0]?.severity;
  return (
    <>
      Findings
      {worst !== undefined && (
        <span class={`badge badge-${worst}`}> {formatCount(findings.value.length)}</span>
      )}
    </>
  );
}
