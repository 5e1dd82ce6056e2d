import { Component, type ComponentChildren } from 'preact';

interface ErrorBoundaryProps {
  /** What failed, for the message: "The details". */
  readonly what: string;
  readonly children: ComponentChildren;
}

interface ErrorBoundaryState {
  readonly error: unknown;
}

/** Keeps an error in one part from blanking the panel, and says which part failed. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static override getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render({ what, children }: ErrorBoundaryProps, { error }: ErrorBoundaryState) {
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
