// Disables the submit buttons of a form while it is being sent, so that a double click makes no doubles.
// Opt out with data-once="off" (a form whose answer is a download leaves the page where it is).

export class Once {
  private readonly root: Document;

  constructor(root: Document) {
    this.root = root;
  }

  mount(): void {
    // Caught on the way down, before htmx on the form itself sees it.
    this.root.addEventListener("submit", (event) => this.sent(event), { capture: true });
    this.root.addEventListener("htmx:afterRequest", (event) => {
      const form = (event.target as Element | null)?.closest?.("form");
      if (form) release(form);
    });
    // Back to a page from the browser's memory: its buttons must live again.
    this.root.defaultView?.addEventListener("pageshow", () => this.root.querySelectorAll("form").forEach(release));
  }

  private sent(event: Event): void {
    const form = event.target as HTMLFormElement;
    const writes = form.method === "post" || form.hasAttribute("hx-post");
    if (!writes || form.dataset.once === "off") return;
    if (form.dataset.sending !== undefined) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "";
    // After this turn: a button disabled at once would not send its own name and value.
    setTimeout(() => {
      if (form.dataset.sending !== undefined) setDisabled(form, true);
    });
  }
}

function setDisabled(form: HTMLFormElement, disabled: boolean): void {
  for (const element of form.elements) {
    if (element instanceof HTMLButtonElement && element.type === "submit") element.disabled = disabled;
  }
}

function release(form: HTMLFormElement): void {
  if (form.dataset.sending === undefined) return;
  delete form.dataset.sending;
  setDisabled(form, false);
}
