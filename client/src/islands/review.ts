// Keyboard review of what was found in a text: j/k or arrows go through the cards (#finding-ID), a accepts,
// r rejects, e edits, u takes a decision back – by clicking the card's own buttons ([data-review-do="accept|reject|edit|undo"]).
// A place in the text ([data-finding=ID]) leads to its card and the card back to its place.

const KEYS: Record<string, string> = { a: "accept", r: "reject", e: "edit", u: "undo" };
const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export class Review {
  private readonly root: Document;
  private current = ""; // id of the finding, without the prefix
  private decided = false; // the next settled answer moves on to the next undecided card

  constructor(root: Document) {
    this.root = root;
  }

  mount(): void {
    this.root.addEventListener("keydown", (event) => this.pressed(event));
    this.root.addEventListener("click", (event) => this.clicked(event));
    this.root.addEventListener("focusin", (event) => {
      const card = cardOf(event.target);
      if (card && idOf(card) !== this.current) this.mark(card);
    });
    this.root.addEventListener("htmx:afterSettle", () => this.settled());
  }

  private cards(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-review] [id^='finding-']")];
  }

  private card(): HTMLElement | undefined {
    return this.cards().find((card) => idOf(card) === this.current);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.root.querySelector("[data-review]")) return;
    const target = event.target as HTMLElement;
    if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const step = STEPS[event.key];
    const act = KEYS[event.key];
    if (step !== undefined) {
      // Arrows scroll the page until one has begun to review.
      if (event.key.startsWith("Arrow") && !cardOf(target)) return;
      event.preventDefault();
      this.go(step);
    } else if (act && this.card()) {
      const button = this.card()!.querySelector<HTMLElement>(`[data-review-do="${act}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const act = target.closest<HTMLElement>("[data-review-do]")?.dataset.reviewDo;
    if (act === "accept" || act === "reject") {
      this.current = idOf(cardOf(target)) || this.current;
      this.decided = true;
      return;
    }
    const place = target.closest<HTMLElement>("[data-finding]");
    const card = place && this.root.getElementById(`finding-${place.dataset.finding}`);
    if (!card) return;
    event.preventDefault();
    this.mark(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  }

  private go(step: number): void {
    const cards = this.cards();
    const at = cards.findIndex((card) => idOf(card) === this.current);
    const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), cards.length - 1);
    this.focus(cards[next]);
  }

  private focus(card: HTMLElement | undefined): void {
    if (!card) return;
    if (!card.hasAttribute("tabindex")) card.tabIndex = -1;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    this.mark(card);
  }

  /** Shows which card is the present one, and its place in the text. */
  private mark(card: HTMLElement): void {
    this.current = idOf(card);
    for (const other of this.cards()) other.classList.toggle("is-current", other === card);
    for (const place of this.root.querySelectorAll<HTMLElement>("[data-finding]")) {
      const mine = place.dataset.finding === this.current;
      place.classList.toggle("is-current", mine);
      if (mine) place.scrollIntoView({ block: "nearest" });
    }
  }

  /** An answer replaced cards: goes on to the next undecided one, or stays where one was. */
  private settled(): void {
    this.showDecisions();
    if (!this.current) return;
    const cards = this.cards();
    const at = Math.max(cards.findIndex((card) => idOf(card) === this.current), 0);
    const round = [...cards.slice(at + 1), ...cards.slice(0, at)];
    const next = this.decided ? round.find((card) => card.dataset.status === "proposed") : undefined;
    this.decided = false;
    if (next) this.focus(next);
    else if (cards[at]) this.mark(cards[at]);
  }

  /** The places in the text show what the cards say: an answer brings the card only. */
  private showDecisions(): void {
    const decided = new Map(this.cards().map((card) => [idOf(card), card.dataset.status]));
    for (const place of this.root.querySelectorAll<HTMLElement>("[data-finding]")) {
      const status = decided.get(place.dataset.finding ?? "");
      if (status) place.dataset.status = status;
    }
  }
}

function cardOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element | null)?.closest?.<HTMLElement>("[data-review] [id^='finding-']") ?? null;
}

function idOf(card: HTMLElement | null): string {
  return card?.id.replace("finding-", "") ?? "";
}
