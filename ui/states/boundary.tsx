import { Component, type ComponentChildren } from 'preact';

interface BoundaryProps {
  /** What failed, for the message: "The details". */
  readonly what: string;
  readonly children: ComponentChildren;
}

interface BoundaryState {
  readonly error: unknown;
}

/** Keeps a mistake in one part from blanking the panel, and says which part it was. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null };

  static override getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render({ what, children }: BoundaryProps, { error }: BoundaryState) {
    if (error === null) return children;
    return (
      <div class="notice notice-error" role="alert">
        <span class="notice-text">
          {what} could not be shown because of a bug in Coalescope. The rest still works.
        </span>
        <button type="button" class="button" onClick={() => this.setState({ error: null })}>
          Try again
        </button>
      </div>
    );
  }
}
