// One event stream per page for all topics named in data-live="topic topic": a change of a topic fires `live` on
// its elements (hx-trigger="live" fetches their partial again). Says in [data-live-state] whether it is connected.

const TOPICS_AT_MOST = 50;
const CALM = 400; // ms: a burst of changes of one element becomes one fetch
const HIDDEN_FOR = 30_000; // ms: a tab nobody looks at gives its connection back
const RETRY = [2_000, 4_000, 8_000, 15_000];

export class Live {
  private readonly root: Document;
  private stream: EventSource | null = null;
  private topics: string[] = [];
  private missed = false; // something may have happened while we were not connected
  private state: "on" | "off" | undefined;
  private failures = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  private calmTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly waiting = new Set<HTMLElement>();

  constructor(root: Document) {
    this.root = root;
  }

  mount(): void {
    this.follow();
    this.root.addEventListener("htmx:afterSettle", () => this.follow());
    this.root.addEventListener("visibilitychange", () => this.seen(!this.root.hidden));
    this.root.defaultView?.addEventListener("pagehide", () => this.close());
    this.root.defaultView?.addEventListener("pageshow", (event) => {
      if (event.persisted) this.open();
    });
  }

  /** Opens the stream anew when the page has come to show other topics. */
  private follow(): void {
    const topics = topicsOf(this.root);
    if (topics.join() === this.topics.join() && this.stream) {
      this.say(this.state); // the place that says so may itself have been fetched again
      return;
    }
    this.topics = topics;
    if (topics.length && !this.root.hidden) this.open();
    else this.close();
  }

  private open(): void {
    this.close();
    if (!this.topics.length) return;
    const address = this.root.body.dataset.liveUrl ?? "/live/";
    const query = new URLSearchParams(this.topics.map((topic) => ["topic", topic]));
    const stream = new EventSource(`${address}?${query}`);
    stream.addEventListener("open", () => this.opened());
    stream.addEventListener("message", (event) => this.fire((event.data as string).trim()));
    stream.addEventListener("resync", () => this.fireAll());
    stream.addEventListener("error", () => this.failed(stream));
    this.stream = stream;
  }

  private close(): void {
    clearTimeout(this.retryTimer);
    if (this.stream) this.missed = true;
    this.stream?.close();
    this.stream = null;
  }

  private opened(): void {
    this.failures = 0;
    this.say("on");
    if (this.missed) this.fireAll();
    this.missed = false;
  }

  private failed(stream: EventSource): void {
    if (stream !== this.stream) return;
    this.missed = true;
    this.say("off");
    if (stream.readyState !== EventSource.CLOSED) return; // the browser itself tries again
    const wait = RETRY[Math.min(this.failures, RETRY.length - 1)];
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.open(), wait);
  }

  private seen(visible: boolean): void {
    clearTimeout(this.hiddenTimer);
    if (!visible) this.hiddenTimer = setTimeout(() => this.close(), HIDDEN_FOR);
    else if (!this.stream) this.open();
  }

  private say(state: "on" | "off" | undefined): void {
    this.state = state;
    if (!state) return;
    for (const place of this.root.querySelectorAll<HTMLElement>("[data-live-state]")) {
      place.dataset.liveState = state;
      const words = place.querySelector("[data-live-words]") ?? place;
      words.textContent = (state === "on" ? place.dataset.on : place.dataset.off) ?? "";
    }
  }

  private fire(...topics: string[]): void {
    const changed = (element: HTMLElement): boolean => words(element).some((topic) => topics.includes(topic));
    [...this.root.querySelectorAll<HTMLElement>("[data-live]")].filter(changed).forEach((one) => this.waiting.add(one));
    this.calmTimer ??= setTimeout(() => this.deliver(), CALM);
  }

  private fireAll(): void {
    this.fire(...this.topics);
  }

  /** Wakes the elements; one that is just being fetched waits, for its answer may be older than the change. */
  private deliver(): void {
    this.calmTimer = undefined;
    const elements = [...this.waiting].map((one) => (one.isConnected ? one : this.root.getElementById(one.id)));
    this.waiting.clear();
    for (const element of elements) {
      if (element?.classList.contains("htmx-request")) this.waiting.add(element);
      else element?.dispatchEvent(new CustomEvent("live"));
    }
    if (this.waiting.size) this.calmTimer = setTimeout(() => this.deliver(), CALM);
  }
}

function words(element: HTMLElement): string[] {
  return (element.dataset.live ?? "").split(/\s+/).filter(Boolean);
}

export function topicsOf(root: ParentNode): string[] {
  const all = [...root.querySelectorAll<HTMLElement>("[data-live]")].flatMap(words);
  return [...new Set(all)].sort().slice(0, TOPICS_AT_MOST);
}
