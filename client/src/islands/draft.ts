// Keeps what is typed in form[data-keep="key"] until it has been sent and accepted, and offers it back after a
// reload, a crash or a session that ended. Files cannot be kept by a browser: the offer names them.
// <body data-user> keeps the drafts of two people at one machine apart; <body data-unsaved> marks a page that
// was shown instead of the answer (sign-in, error), so what was sent is still needed.

interface Kept {
  at: number;
  sent: boolean;
  values: [name: string, value: string][];
  files: string[];
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "draft:";
const UNKEPT = new Set(["hidden", "password", "submit", "button", "reset", "file"]);
const WEEK = 7 * 24 * 3600 * 1000;

export class Draft {
  private readonly root: Document;
  private readonly store: Storage;

  constructor(root: Document, store?: Storage) {
    this.root = root;
    this.store = store ?? localStorage;
  }

  mount(): void {
    this.forgetOld();
    this.forgetAccepted();
    this.offerAll();
    for (const kind of ["input", "change"]) {
      this.root.addEventListener(kind, (event) => this.keep(keptForm(event.target), false));
    }
    this.root.addEventListener("submit", (event) => this.keep(keptForm(event.target), true));
    this.root.addEventListener("htmx:afterRequest", (event) => this.answered(event as CustomEvent));
    this.root.addEventListener("htmx:afterSettle", () => this.offerAll());
  }

  private prefix(): string {
    return `${PREFIX}${this.root.body.dataset.user ?? ""}:`;
  }

  private key(form: HTMLFormElement): string {
    return this.prefix() + form.dataset.keep;
  }

  private keep(form: HTMLFormElement | null, sent: boolean): void {
    if (!form) return;
    const kept: Kept = { at: Date.now(), sent, values: valuesOf(form), files: filesOf(form) };
    try {
      this.store.setItem(this.key(form), JSON.stringify(kept));
    } catch {
      // The browser's store is full or forbidden: the form still works, only without the safety net.
    }
  }

  /** The form itself was taken: its draft is done. A part that a button fetched, a new row say, is kept with the rest. */
  private answered(event: CustomEvent): void {
    const form = keptForm(event.target);
    if (!form || !event.detail.successful) return;
    const sender: Element = event.detail.requestConfig?.elt ?? event.target; // swapped away, it is not the target
    if (sender.matches("form")) this.store.removeItem(this.key(form));
    else if (this.store.getItem(this.key(form))) this.keep(form, false);
  }

  /** An ordinary page after sending means that the server took it, and so does a page that says so itself; the form
   * again without such words, or a page shown instead, means that it did not. */
  private forgetAccepted(): void {
    const unsaved = this.root.body.dataset.unsaved !== undefined;
    const saysTaken = this.root.querySelector("#messages .tone-green") !== null;
    const mine = this.prefix();
    const present = new Set([...this.forms()].map((form) => this.key(form)));
    for (const [key, kept] of this.drafts()) {
      if (!kept.sent) continue;
      if (unsaved || (present.has(key) && !saysTaken)) this.store.setItem(key, JSON.stringify({ ...kept, sent: false }));
      else if (key.startsWith(mine)) this.store.removeItem(key);
    }
  }

  private forgetOld(): void {
    for (const [key, kept] of this.drafts()) if (kept.at < Date.now() - WEEK) this.store.removeItem(key);
  }

  private drafts(): [string, Kept][] {
    const keys = Array.from({ length: this.store.length }, (_, index) => this.store.key(index) ?? "");
    return keys
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => [key, JSON.parse(this.store.getItem(key) ?? "null") as Kept]);
  }

  private forms(): NodeListOf<HTMLFormElement> {
    return this.root.querySelectorAll<HTMLFormElement>("form[data-keep]");
  }

  private offerAll(): void {
    for (const form of this.forms()) {
      const kept = JSON.parse(this.store.getItem(this.key(form)) ?? "null") as Kept | null;
      if (kept && differs(form, kept) && !form.querySelector("[data-draft]")) this.offer(form, kept);
    }
  }

  /** Shows the offer made from <template id="draft-offer">: [data-draft] with two buttons and two places. */
  private offer(form: HTMLFormElement, kept: Kept): void {
    const template = this.root.querySelector<HTMLTemplateElement>("#draft-offer");
    const offer = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!offer) return;
    offer.querySelector("[data-draft-when]")!.textContent = instant(kept.at);
    offer.querySelector("[data-draft-files]")!.toggleAttribute("hidden", kept.files.length === 0);
    offer.querySelector("[data-draft-names]")!.textContent = kept.files.join(", ");
    offer.querySelector("[data-draft-restore]")!.addEventListener("click", () => {
      restore(form, kept);
      offer.querySelectorAll("button").forEach((button) => button.remove());
      if (!kept.files.length) offer.remove();
    });
    offer.querySelector("[data-draft-discard]")!.addEventListener("click", () => {
      this.store.removeItem(this.key(form));
      offer.remove();
    });
    form.prepend(offer);
  }
}

/** 12/07/2019 08:30, as the pages write it. */
function instant(at: number): string {
  const vietnam = { timeZone: "Asia/Ho_Chi_Minh" } as const;
  const day = new Intl.DateTimeFormat("en-GB", { ...vietnam, dateStyle: "short" }).format(at);
  return `${day} ${new Intl.DateTimeFormat("en-GB", { ...vietnam, timeStyle: "short" }).format(at)}`;
}

function keptForm(target: EventTarget | null): HTMLFormElement | null {
  return (target as Element | null)?.closest?.<HTMLFormElement>("form[data-keep]") ?? null;
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => {
    const field = element as Field;
    return Boolean(field.name) && !UNKEPT.has(field.type) && element.tagName !== "FIELDSET";
  });
}

function isTick(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function valuesOf(form: HTMLFormElement): [string, string][] {
  return fieldsOf(form).flatMap((field): [string, string][] => {
    if (isTick(field)) return field.checked ? [[field.name, field.value]] : [];
    if (field instanceof HTMLSelectElement && field.multiple) {
      return [...field.selectedOptions].map((option) => [field.name, option.value]);
    }
    return [[field.name, field.value]];
  });
}

function filesOf(form: HTMLFormElement): string[] {
  const inputs = [...form.querySelectorAll<HTMLInputElement>("input[type=file]")];
  return inputs.flatMap((input) => [...(input.files ?? [])].map((file) => file.name));
}

/** Whether putting back would change a field; one that the draft has never known, in a row just added, says nothing. */
function differs(form: HTMLFormElement, kept: Kept): boolean {
  const [before, now] = [byName(kept.values), byName(valuesOf(form))];
  const known = fieldsOf(form).filter((field) => isTick(field) || before.has(field.name));
  const hasChanged = known.some(({ name }) => JSON.stringify(now.get(name)) !== JSON.stringify(before.get(name)));
  return kept.files.length > filesOf(form).length || hasChanged;
}

function byName(values: Kept["values"]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of values) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

function restore(form: HTMLFormElement, kept: Kept): void {
  const left = byName(kept.values);
  for (const field of fieldsOf(form)) {
    const values = left.get(field.name) ?? [];
    if (isTick(field)) field.checked = values.includes(field.value);
    else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else if (values.length) field.value = values.shift()!;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
