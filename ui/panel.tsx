import { render } from 'preact';
import './styles/panel.css';
import type { PanelHost } from './host.ts';
import { PanelRoot } from './layout/panel-root.tsx';
import { watchUser } from './layout/user-busy.ts';
import { openSample } from './sample/open-sample.ts';
import { StoreContext } from './store/context.ts';
import { ENGINE } from './store/engine.ts';
import { createStore } from './store/store.ts';

/** Mounts the panel in `root`. The returned function unmounts it and releases the host. */
export function mountPanel(root: HTMLElement, host: PanelHost): () => void {
  const user = watchUser();
  const store = createStore({ host, engine: ENGINE, busy: user.busy });
  if (host.startWith === 'sample') void openSample(store);
  render(
    <StoreContext.Provider value={store}>
      <PanelRoot />
    </StoreContext.Provider>,
    root,
  );
  return () => {
    render(null, root);
    store.dispose();
    user.stop();
  };
}
