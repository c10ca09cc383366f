// Ctrl+K (Cmd+K) or the search box opens <dialog data-palette>: what is typed is looked up at data-search-url,
// whose partial holds links; arrows choose among them, Enter follows. Without it the box is an ordinary form.

const PAUSE = 160; // ms between the last key and the look-up

/** Fetches a partial into a place; the dialog is whom htmx tells about it. */
export type Fetch = (address: string, place: HTMLElement, dialog: HTMLElement) => Promise<void>;

export class Palette {
  private readonly root: Document;
  private readonly fetch: Fetch;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: Document, fetch: Fetch) {
    this.root = root;
    this.fetch = fetch;
  }

  mount(): void {
    const dialog = this.root.querySelector<HTMLDialogElement>("dialog[data-palette]");
    if (!dialog) return;
    this.root.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open(dialog);
      }
    });
    for (const opener of this.root.querySelectorAll("[data-palette-open]")) {
      opener.addEventListener("click", (event) => {
        event.preventDefault();
        open(dialog);
      });
    }
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    inputOf(dialog).addEventListener("input", () => this.lookUp(dialog));
    dialog.addEventListener("keydown", (event) => steer(dialog, event));
    dialog.addEventListener("htmx:afterSwap", () => choose(dialog, 0));
  }

  private lookUp(dialog: HTMLDialogElement): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const words = inputOf(dialog).value.trim();
      const place = dialog.querySelector<HTMLElement>("[data-palette-results]")!;
      if (!words) return place.replaceChildren();
      const address = `${dialog.dataset.searchUrl}?${new URLSearchParams({ q: words })}`;
      void this.fetch(address, place, dialog);
    }, PAUSE);
  }
}

function open(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
  inputOf(dialog).select();
}

function inputOf(dialog: HTMLDialogElement): HTMLInputElement {
  return dialog.querySelector<HTMLInputElement>("input[type=search]")!;
}

function linksOf(dialog: HTMLDialogElement): HTMLAnchorElement[] {
  return [...dialog.querySelectorAll<HTMLAnchorElement>("[data-palette-results] a[href]")];
}

/** Marks one link as the chosen one; beyond the ends it goes round. */
function choose(dialog: HTMLDialogElement, index: number): void {
  const links = linksOf(dialog);
  const chosen = links.at(index % Math.max(links.length, 1));
  links.forEach((link, place) => {
    link.id ||= `palette-result-${place}`;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", String(link === chosen));
  });
  // Lists and headings between the listbox and its options mean nothing to a screen reader.
  for (const frame of dialog.querySelectorAll("[data-palette-results] :is(ul, li, h3)")) frame.setAttribute("role", "presentation");
  chosen?.scrollIntoView({ block: "nearest" });
  inputOf(dialog).setAttribute("aria-activedescendant", chosen?.id ?? "");
}

function steer(dialog: HTMLDialogElement, event: KeyboardEvent): void {
  const links = linksOf(dialog);
  const at = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") dialog.close(); // the browser would empty the field first
  else if (event.key === "ArrowDown") choose(dialog, at + 1);
  else if (event.key === "ArrowUp") choose(dialog, at <= 0 ? -1 : at - 1);
  else if (event.key === "Enter" && event.target === inputOf(dialog) && links[at]) links[at].click();
  else return;
  event.preventDefault();
}
