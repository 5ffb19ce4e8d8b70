/** A step that the reader looks at: timeline, topology and the list of steps all follow it. */
export interface ChosenStep {
  /** The anchor of its scenario. */
  readonly scenario: string;
  readonly number: number | undefined;
}

const name = 'knocklab-step';

export function chooseStep(step: ChosenStep): void {
  document.dispatchEvent(new CustomEvent<ChosenStep>(name, { detail: step }));
}

/** Gives a function that ends it. */
export function onChosenStep(listen: (step: ChosenStep) => void): () => void {
  const hear = (event: Event): void => {
    if (event instanceof CustomEvent) listen(event.detail as ChosenStep);
  };
  document.addEventListener(name, hear);
  return () => document.removeEventListener(name, hear);
}
