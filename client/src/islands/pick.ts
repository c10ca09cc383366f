// input[data-pick="address"] becomes a combobox: what is typed is looked up at the address, whose partial holds
// options with [data-pick-value]; arrows choose among them, Enter or a click writes the value into the field.
// data-pick-many: several with semicolons between, of which the one at the end is looked up. data-pick-on: the name of
// the field of the same form whose value goes along as `on`. Without it the field is an ordinary one.

import type { Fetch } from "./palette.ts";

const PAUSE = 180; // ms between the last key and the look-up

export class Pick {
  private readonly root: Document;
  private readonly fetch: Fetch;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isTaking = false; // others hear of what is written into the field; it is not looked up once more

  constructor(root: Document, fetch: Fetch) {
    this.root = root;
    this.fetch = fetch;
  }

  /** Everything is caught at the document: a form may get new rows at any time. */
  mount(): void {
    this.root.addEventListener("focusin", (event) => prepare(fieldOf(event)));
    this.root.addEventListener("focusout", (event) => this.leave(fieldOf(event)));
    this.root.addEventListener("input", (event) => !this.isTaking && this.lookUp(fieldOf(event)));
    this.root.addEventListener("keydown", (event) => this.steer(fieldOf(event), event));
    // Before the field loses the focus to the click.
    this.root.addEventListener("mousedown", (event) => {
      const option = (event.target as Element | null)?.closest?.<HTMLElement>("[data-pick-value]");
      if (!option) return;
      event.preventDefault();
      this.take(option.closest(".pick")!.querySelector<HTMLInputElement>("input[data-pick]")!, option);
    });
  }

  private leave(field: HTMLInputElement | null): void {
    if (!field) return;
    clearTimeout(this.timer);
    close(field);
  }

  private lookUp(field: HTMLInputElement | null): void {
    if (!field) return;
    prepare(field);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(field), PAUSE);
  }

  private async ask(field: HTMLInputElement): Promise<void> {
    const words = wordsOf(field);
    if (!words) return close(field);
    const address = new URL(field.dataset.pick!, this.root.baseURI);
    address.searchParams.set("q", words);
    const day = field.form?.elements.namedItem(field.dataset.pickOn ?? "");
    if (day && "value" in day && day.value) address.searchParams.set("on", day.value);
    await this.fetch(address.pathname + address.search, listOf(field), popupOf(field));
    // Meanwhile more may have been typed, or the field left.
    if (this.root.activeElement === field && wordsOf(field) === words) open(field);
  }

  private steer(field: HTMLInputElement | null, event: KeyboardEvent): void {
    if (!field || event.isComposing) return;
    const isOpen = field.getAttribute("aria-expanded") === "true";
    const options = optionsOf(field);
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && !isOpen && wordsOf(field)) void this.ask(field);
    else if (!isOpen) return;
    else if (event.key === "ArrowDown") choose(field, at + 1);
    else if (event.key === "ArrowUp") choose(field, at <= 0 ? -1 : at - 1);
    else if (event.key === "Enter" && options[at]) this.take(field, options[at]);
    else if (event.key === "Escape") close(field);
    else return;
    event.preventDefault();
  }

  private take(field: HTMLInputElement, option: HTMLElement): void {
    clearTimeout(this.timer);
    const chosen = option.dataset.pickValue!;
    field.value = isMany(field) ? `${before(field)}${chosen}; ` : chosen;
    close(field);
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollLeft = field.scrollWidth;
    this.isTaking = true;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    this.isTaking = false;
  }
}

function fieldOf(event: Event): HTMLInputElement | null {
  const target = event.target as Element | null;
  return target?.matches?.("input[data-pick]") ? (target as HTMLInputElement) : null;
}

/** Says what the field is only where it is so: without this file it is a plain one. */
function prepare(field: HTMLInputElement | null): void {
  if (!field || field.getAttribute("role") === "combobox") return;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", listOf(field).id);
}

function popupOf(field: HTMLInputElement): HTMLElement {
  return field.closest(".pick")!.querySelector<HTMLElement>("[data-pick-popup]")!;
}

function listOf(field: HTMLInputElement): HTMLElement {
  return popupOf(field).querySelector<HTMLElement>("[role=listbox]")!;
}

function optionsOf(field: HTMLInputElement): HTMLElement[] {
  return [...listOf(field).querySelectorAll<HTMLElement>("[data-pick-value]")];
}

function isMany(field: HTMLInputElement): boolean {
  return field.dataset.pickMany !== undefined;
}

/** What stands before the words that are looked up. */
function before(field: HTMLInputElement): string {
  const kept = field.value.slice(0, field.value.lastIndexOf(";") + 1);
  return kept && `${kept} `;
}

function wordsOf(field: HTMLInputElement): string {
  return (isMany(field) ? field.value.slice(field.value.lastIndexOf(";") + 1) : field.value).trim();
}

function open(field: HTMLInputElement): void {
  const popup = popupOf(field);
  popup.hidden = false;
  popup.querySelector("[role=status]")!.textContent = popup.querySelector("[data-pick-said]")?.textContent ?? "";
  field.setAttribute("aria-expanded", "true");
  choose(field, -1, true);
}

function close(field: HTMLInputElement): void {
  popupOf(field).hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

/** Marks one option as the chosen one; beyond the ends it goes round. At first none is: Enter sends what was typed. */
function choose(field: HTMLInputElement, index: number, none = false): void {
  const options = optionsOf(field);
  const chosen = none ? undefined : options.at(index % Math.max(options.length, 1));
  options.forEach((option, place) => {
    option.id ||= `${listOf(field).id}-${place}`;
    option.setAttribute("aria-selected", String(option === chosen));
  });
  chosen?.scrollIntoView({ block: "nearest" });
  if (chosen) field.setAttribute("aria-activedescendant", chosen.id);
  else field.removeAttribute("aria-activedescendant");
}
