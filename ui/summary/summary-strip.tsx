import { batch } from '@preact/signals';
import { useStore } from '../store/context.ts';
import { SOURCES } from '../text/labels.ts';
import { type SummaryItem, summaryItems } from './summary-items.ts';

/** The capture in one line. Pressing a number shows what it counts. */
export function SummaryStrip() {
  const { analysis, filterText, matching, tab } = useStore();
  if (analysis.value === null) return null;
  const { capture } = analysis.value;
  const show = (item: SummaryItem) => {
    batch(() => {
      filterText.value = item.filter === filterText.value.trim() ? '' : item.filter;
      tab.value = item.tab;
    });
  };
  return (
    <section class="summary" aria-label="Summary">
      {summaryItems(analysis.value, matching.value?.size ?? null).map((item) => (
        <button
          key={item.id}
          type="button"
          class={`summary-item tone-${item.tone}`}
          aria-pressed={item.filter !== '' && item.filter === filterText.value.trim()}
          title={titleOf(item)}
          onClick={() => show(item)}
        >
          <b>{item.value}</b> {item.label}
        </button>
      ))}
      <span class="summary-source" title="The sources of this capture">
        {capture.sources.map((source) => SOURCES[source]).join(' + ')}
        {capture.browser !== null &&
          ` · ${capture.browser.name} ${capture.browser.version.split('.')[0] ?? ''}`}
      </span>
    </section>
  );
}

function titleOf({ filter, hint }: SummaryItem): string {
  const action = filter === '' ? 'Show all' : `Filter: ${filter}`;
  return hint === null ? action : `${hint}. ${action}`;
}
